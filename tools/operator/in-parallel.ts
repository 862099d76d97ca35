/**
 * Runs several tasks at a time and ends when all have ended. When one fails, the signal aborts the
 * others, so that no task still runs when the error is thrown.
 *
 * @throws the first error of a task
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
 * Runs a task for each value, several at a time, in no order.
 *
 * @throws the first error of a task, once the running tasks have ended
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
