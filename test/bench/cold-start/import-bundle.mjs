// Imports a bundle and prints how long the import took, in milliseconds of time and of CPU time, and
// the age of the process after it.
const [, , bundle] = process.argv;
const startedAt = performance.now();
const usage = process.cpuUsage();
await import(bundle);
const { user, system } = process.cpuUsage(usage);
const importMs = performance.now() - startedAt;
console.log(
  JSON.stringify({ importMs, cpuMs: (user + system) / 1000, readyMs: performance.now() }),
);
