/** Reads again when it is asked to, however often that is. */
export interface PacedReading {
  /** There is something new to read. */
  ask(): void;
  /** Begins no further reading. */
  end(): void;
}

/**
 * Reads a moment after it was first asked to, so that what comes together is read once. Questions do not put
 * that off: a gateway that is never quiet is read again and again, one reading after the other.
 *
 * @param read never rejects
 */
export function createPacedReading(read: () => Promise<void>, pauseMs: number): PacedReading {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isAskedAgain = false;
  let isEnded = false;

  function begin(): void {
    isBusy = true;
    timer = setTimeout(() => void run(), pauseMs);
  }

  async function run(): Promise<void> {
    isAskedAgain = false;
    await read();
    isBusy = false;
    if (isAskedAgain && !isEnded) begin();
  }

  return {
    ask() {
      if (isBusy) isAskedAgain = true;
      else if (!isEnded) begin();
    },
    end() {
      isEnded = true;
      clearTimeout(timer);
    },
  };
}
