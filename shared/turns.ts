/**
 * Makes calls wait for each other: only some are under way, and the next one begins when one of them has ended.
 *
 * An HTTP client makes a request wait when it has no free connection, and counts the wait as part of the
 * request's timeout: a thousand requests at once time out although each takes milliseconds.
 *
 * @param most calls that are under way at the same time
 */
export function createTurns(most: number) {
  const waiting: (() => void)[] = [];
  let free = most;
  return async <Result>(call: () => Promise<Result>): Promise<Result> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((begin) => waiting.push(begin));
    try {
      return await call();
    } finally {
      const begin = waiting.shift();
      if (begin === undefined) free += 1;
      else begin();
    }
  };
}
