/** The result of a call, which its caller may end before. The service may act on the call all the same. */
export function untilAborted<Result>(
  call: () => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return call();
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    call()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', end));
  });
}
