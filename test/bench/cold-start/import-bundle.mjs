// Imports a bundle and prints how long that took, in milliseconds of the clock and of the CPU, and
// how long it is since the process was started.
const [, , bundle] = process.argv;
const startedAt = performance.now();
const usage = process.cpuUsage();
await import(bundle);
const { user, system } = process.cpuUsage(usage);
const importMs = performance.now() - startedAt;
console.log(
  JSON.stringify({ importMs, cpuMs: (user + system) / 1000, readyMs: performance.now() }),
);
