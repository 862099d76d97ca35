/**
 * Does several things at the same time, and ends when all of them have ended. When one fails, the
 * signal tells the others, so that nothing goes on after the error is told.
 *
 * @throws what the first of them threw
 */
export async function inParallel(
  count: number,
  work: (index: number, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController();
  await Promise.allSettled(
    Array.from({ length: count }, async (_, index) => {
      try {
        await work(index, failure.signal);
      } catch (error) {
        failure.abort(error);
      }
    }),
  );
  failure.signal.throwIfAborted();
}

/**
 * Does something with each value, several at the same time. Order is not kept.
 *
 * @throws what the first failure threw, when what was begun has ended
 */
export async function forEachInParallel<Value>(
  values: readonly Value[],
  workers: number,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  const remaining = values.values();
  await inParallel(Math.min(workers, values.length), async (_, signal) => {
    for (const value of remaining) {
      if (signal.aborted) return;
      await work(value);
    }
  });
}
