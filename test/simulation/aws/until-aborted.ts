/**
 * The result of a call, which its caller may end before. The service may act on the call all the same.
 *
 * A call of an invocation that has ended never settles. Node keeps a signal that has listeners and is made
 * of others (`AbortSignal.any`), so a listener must not keep the call: the requests of ten thousand runs
 * would fill the memory.
 */
export function untilAborted<Result>(
  call: () => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return call();
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const waiting: Waiting = { end: reject };
    const onAbort = listenWeakly(new WeakRef(waiting), signal);
    const settle = () => {
      // As long as the call can settle, it keeps what waits for it.
      waiting.end = () => {};
      signal.removeEventListener('abort', onAbort);
    };
    call().finally(settle).then(resolve, reject);
  });
}

interface Waiting {
  end(reason: unknown): void;
}

/** A function of its own: all closures of one keep all of its variables. */
function listenWeakly(waiting: WeakRef<Waiting>, signal: AbortSignal): () => void {
  const onAbort = () => waiting.deref()?.end(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return onAbort;
}
