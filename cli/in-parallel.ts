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
