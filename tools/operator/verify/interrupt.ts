/** Ctrl-C as a signal. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** From now on, Ctrl-C ends the process again. */
  stop(): void;
}

/**
 * Lets a command end in order: the first Ctrl-C aborts the signal, the second one ends the process.
 *
 * @param announce is called at the first Ctrl-C
 */
export function abortOnInterrupt(announce: () => void): Interrupt {
  const controller = new AbortController();
  const abort = () => {
    announce();
    controller.abort();
  };
  process.once('SIGINT', abort);
  return { signal: controller.signal, stop: () => void process.off('SIGINT', abort) };
}
