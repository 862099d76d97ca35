import { median } from './statistics.ts';

/** How long one call takes, and how that compares with the first of the cases. */
export interface Timing {
  readonly microseconds: number;
  readonly ratio: number;
}

/**
 * Times work in many short turns, each case once in a turn, so that whatever else runs
 * on the machine slows all of them alike. Times and ratios are medians over the turns; the ratios
 * are made within a turn.
 *
 * @param cases by name; the first is what the others are compared with
 */
export async function timeInTurns<Name extends string>(
  cases: Readonly<Record<Name, () => unknown>>,
  { turns, callsPerTurn }: { readonly turns: number; readonly callsPerTurn: number },
): Promise<Readonly<Record<Name, Timing>>> {
  const names = Object.keys(cases) as Name[];
  const microseconds = new Map(names.map((name) => [name, [] as number[]]));
  // The first turns run code that is not optimized yet.
  const warmUpTurns = Math.ceil(turns / 4);
  for (let turn = -warmUpTurns; turn < turns; turn += 1) {
    for (const name of names) {
      const work = cases[name];
      const startedAt = process.hrtime.bigint();
      for (let call = 0; call < callsPerTurn; call += 1) {
        const result = work();
        if (result instanceof Promise) await result;
      }
      const taken = Number(process.hrtime.bigint() - startedAt) / 1000 / callsPerTurn;
      if (turn >= 0) microseconds.get(name)?.push(taken);
    }
  }
  const [first = []] = microseconds.values();
  const timing = (taken: readonly number[]): Timing => ({
    microseconds: median(taken),
    ratio: median(taken.map((value, turn) => value / (first[turn] ?? Number.NaN))),
  });
  const timings = [...microseconds].map(([name, taken]) => [name, timing(taken)]);
  return Object.fromEntries(timings) as Record<Name, Timing>;
}
