/**
 * Lets at most so many things happen in a second, on average: each call waits for its turn.
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
