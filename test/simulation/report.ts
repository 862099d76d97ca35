import { type FaultKind, faultKinds } from './faults.ts';
import type { RunResult } from './simulate.ts';

/** The sums of many seeds. */
export interface Report {
  readonly seeds: number;
  readonly callbacks: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly abandoned: number;
  readonly abandonedButPublished: number;
  readonly published: number;
  readonly simulatedHours: number;
  readonly faults: Readonly<Record<FaultKind, number>>;
  readonly violations: number;
  /** Seeds that violate an invariant, and the first one that each of them violates. */
  readonly failingSeeds: readonly { readonly seed: number; readonly invariant: string }[];
}

export function toReport(results: readonly RunResult[]): Report {
  const sum = (numberOf: (result: RunResult) => number) =>
    results.reduce((total, result) => total + numberOf(result), 0);
  const countOf = (kind: FaultKind) => sum(({ faults }) => faults.get(kind) ?? 0);
  return {
    seeds: results.length,
    callbacks: sum(({ callbacks }) => callbacks),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    refused: sum(({ refused }) => refused),
    abandoned: sum(({ abandoned }) => abandoned),
    abandonedButPublished: sum(({ abandonedButPublished }) => abandonedButPublished),
    published: sum(({ published }) => published),
    simulatedHours: Math.round(sum(({ simulatedMs }) => simulatedMs) / 3_600_000),
    faults: Object.fromEntries(faultKinds.map((kind) => [kind, countOf(kind)])) as Report['faults'],
    violations: sum(({ violations }) => violations.length),
    failingSeeds: results.flatMap(({ seed, violations: [first] }) =>
      first === undefined ? [] : [{ seed, invariant: first.invariant }],
    ),
  };
}

/** The report for a terminal. */
export function formatReport(report: Report): string {
  const figure = (name: string, value: number) => `${String(value).padStart(10)}  ${name}`;
  const lines = [
    figure('seeds', report.seeds),
    figure('callbacks', report.callbacks),
    figure('acknowledged', report.acknowledged),
    figure('refused, because forged or malformed', report.refused),
    figure('abandoned by their provider', report.abandoned),
    figure('of these on the bus nevertheless', report.abandonedButPublished),
    figure('events on the bus', report.published),
    figure('simulated hours', report.simulatedHours),
    '',
    'faults injected',
    ...Object.entries(report.faults).map(([kind, count]) => figure(kind, count)),
    '',
    figure('violations', report.violations),
    ...report.failingSeeds
      .slice(0, 20)
      .map(
        ({ seed, invariant }) => `seed ${seed}: ${invariant}   npm run simulate -- --seed ${seed}`,
      ),
  ];
  return lines.join('\n');
}
