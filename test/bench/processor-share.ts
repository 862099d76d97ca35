/** How often the quota is renewed. Lambda does not document its own period; Linux's default is 100 ms. */
const periodMs = 20;

/** How often the use is checked. A callback that runs for longer waits afterwards, as long as it must. */
const checkMs = 5;

/**
 * Limits this process to a share of one processor, as Lambda limits a function with less than 1,769 MB
 * of memory: when it has used the share of a period, it stands still until it has waited for the rest.
 * Unused time is not saved for later periods. One processor of this machine is taken for one of
 * Lambda's.
 *
 * Nothing outside of the process is needed, so that it works on every system: the main thread measures
 * the CPU time of all threads and blocks itself.
 *
 * @param share between 0 and 1
 * @returns waits for what was used since the last check; call it before the end of a measurement
 */
export function limitProcessorShare(share: number): () => void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const quotaMs = share * periodMs;
  let balanceMs = quotaMs;
  let { atMs, cpuMs } = measure();

  function settle(): void {
    const now = measure();
    const earnedMs = (now.atMs - atMs) * share;
    balanceMs = Math.min(balanceMs + earnedMs, quotaMs) - (now.cpuMs - cpuMs);
    ({ atMs, cpuMs } = now);
    if (balanceMs >= 0) return;
    Atomics.wait(cell, 0, 0, -balanceMs / share);
    // What the other threads used while this one stood still counts at the next check.
    const waitedMs = performance.now() - atMs;
    balanceMs += waitedMs * share;
    atMs += waitedMs;
  }

  setInterval(settle, checkMs).unref();
  return settle;
}

function measure(): { readonly atMs: number; readonly cpuMs: number } {
  const { user, system } = process.cpuUsage();
  return { atMs: performance.now(), cpuMs: (user + system) / 1000 };
}
