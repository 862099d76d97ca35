import type { Output } from './output.ts';

const intervalMs = 2_000;

/** Counts the steps of long work and prints the count, at most every two seconds. */
export function createProgress(
  output: Pick<Output, 'progress'>,
  now: () => Date,
  describe: (count: number) => string,
): (by: number) => void {
  let count = 0;
  let printedAtMs = now().getTime();
  return (by) => {
    count += by;
    if (now().getTime() - printedAtMs < intervalMs) return;
    printedAtMs = now().getTime();
    output.progress(describe(count));
  };
}
