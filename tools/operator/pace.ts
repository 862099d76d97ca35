/**
 * Limits the rate of an operation: each call waits until its turn.
 *
 * @param perSecond above 0
 */
export function createPace(
  perSecond: number,
  { now, waitMs }: { now: () => Date; waitMs: (ms: number) => Promise<void> },
): () => Promise<void> {
  let nextAtMs = 0;
  return async () => {
    const nowMs = now().getTime();
    const turnAtMs = Math.max(nowMs, nextAtMs);
    nextAtMs = turnAtMs + 1000 / perSecond;
    if (turnAtMs > nowMs) await waitMs(turnAtMs - nowMs);
  };
}
