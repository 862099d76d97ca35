import { median } from './statistics.ts';

/** The time of one call, and its ratio to that of the first case. */
export interface Timing {
  readonly microseconds: number;
  readonly ratio: number;
}

/**
 * Times the cases in many short rounds, each case once in a round, so that other load on the machine
 * slows all of them equally. Times and ratios are medians over the rounds; a ratio compares two cases
 * of the same round.
 *
 * @param cases functions by name; all are compared with the first
 */
export async function timeInRounds<Name extends string>(
  cases: Readonly<Record<Name, () => unknown>>,
  { rounds, callsPerRound }: { readonly rounds: number; readonly callsPerRound: number },
): Promise<Readonly<Record<Name, Timing>>> {
  const names = Object.keys(cases) as Name[];
  const microseconds = new Map(names.map((name) => [name, [] as number[]]));
  // The first rounds run code that is not optimized yet.
  const warmUpRounds = Math.ceil(rounds / 4);
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const name of names) {
      const work = cases[name];
      const startedAt = process.hrtime.bigint();
      for (let call = 0; call < callsPerRound; call += 1) {
        const result = work();
        if (result instanceof Promise) await result;
      }
      const taken = Number(process.hrtime.bigint() - startedAt) / 1000 / callsPerRound;
      if (round >= 0) microseconds.get(name)?.push(taken);
    }
  }
  const [first = []] = microseconds.values();
  const timing = (taken: readonly number[]): Timing => ({
    microseconds: median(taken),
    ratio: median(taken.map((value, round) => value / (first[round] ?? Number.NaN))),
  });
  const timings = [...microseconds].map(([name, taken]) => [name, timing(taken)]);
  return Object.fromEntries(timings) as Record<Name, Timing>;
}
