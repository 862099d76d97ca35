import type { Output } from './output.ts';

const intervalMs = 2_000;

/** Counts long work and tells how far it is, every two seconds at most. */
export function createProgress(
  output: Pick<Output, 'progress'>,
  now: () => Date,
  describe: (count: number) => string,
): (by: number) => void {
  let count = 0;
  let toldAtMs = now().getTime();
  return (by) => {
    count += by;
    if (now().getTime() - toldAtMs < intervalMs) return;
    toldAtMs = now().getTime();
    output.progress(describe(count));
  };
}
