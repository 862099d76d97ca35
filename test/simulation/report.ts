import { type EventType, eventDefinitions } from '../../shared/contract/index.ts';
import { type FaultKind, faultKinds } from './faults.ts';
import { type Rule, rules } from './invariants/rules.ts';
import type { RunResult } from './simulate.ts';
import { type Mark, marks } from './tally.ts';

// The keys are those of the contract.
export const eventTypes = Object.keys(eventDefinitions) as EventType[];

/** The sums of many seeds. */
export interface Report {
  readonly seeds: number;
  /** Which sequence of random numbers the seeds had. */
  readonly draws: number;
  readonly callbacks: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly abandoned: number;
  readonly abandonedButPublished: number;
  readonly published: number;
  readonly simulatedHours: number;
  readonly types: Readonly<Record<EventType, number>>;
  readonly marks: Readonly<Record<Mark, number>>;
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** How often each rule had something to check. */
  readonly checks: Readonly<Record<Rule, number>>;
  readonly violations: number;
  /** Seeds that violate a rule, and the first one that each of them violates. */
  readonly failingSeeds: readonly { readonly seed: number; readonly rule: Rule }[];
}

export function toReport(results: readonly RunResult[], draws = 0): Report {
  const sum = (numberOf: (result: RunResult) => number) =>
    results.reduce((total, result) => total + numberOf(result), 0);
  function sums<Key extends string>(
    keys: readonly Key[],
    countsOf: (result: RunResult) => ReadonlyMap<Key, number>,
  ): Readonly<Record<Key, number>> {
    const entries = keys.map((key) => [key, sum((result) => countsOf(result).get(key) ?? 0)]);
    return Object.fromEntries(entries);
  }
  return {
    seeds: results.length,
    draws,
    callbacks: sum(({ callbacks }) => callbacks),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    refused: sum(({ refused }) => refused),
    abandoned: sum(({ abandoned }) => abandoned),
    abandonedButPublished: sum(({ abandonedButPublished }) => abandonedButPublished),
    published: sum(({ published }) => published),
    simulatedHours: Math.round(sum(({ simulatedMs }) => simulatedMs) / 3_600_000),
    types: sums(eventTypes, ({ types }) => types),
    marks: sums(marks, (result) => result.marks),
    faults: sums(faultKinds, ({ faults }) => faults),
    checks: sums(rules, ({ checks }) => checks),
    violations: sum(({ violations }) => violations.length),
    failingSeeds: results.flatMap(({ seed, violations: [first] }) =>
      first === undefined ? [] : [{ seed, rule: first.rule }],
    ),
  };
}

/**
 * The event types, limits, actions, faults and rules that no run had. A simulation that passes with one
 * of them missing has not shown it. A report that was recorded before one of them was added lacks it.
 */
export function missingIn({ types, marks: reached, faults, checks }: Report): readonly string[] {
  const counts: Readonly<Record<string, number>> = { ...types, ...reached, ...faults, ...checks };
  return [...eventTypes, ...marks, ...faultKinds, ...rules].filter((name) => !counts[name]);
}

/** The report for a terminal. */
export function formatReport(report: Report): string {
  const figure = (name: string, value: number) => `${String(value).padStart(10)}  ${name}`;
  const figures = (values: Readonly<Record<string, number>>) =>
    Object.entries(values).map(([name, value]) => figure(name, value));
  const lines = [
    figure('seeds', report.seeds),
    figure('callbacks', report.callbacks),
    figure('acknowledged', report.acknowledged),
    figure('refused, because forged or truncated', report.refused),
    figure('abandoned by their provider', report.abandoned),
    figure('of these on the bus nevertheless', report.abandonedButPublished),
    figure('events on the bus', report.published),
    figure('simulated hours', report.simulatedHours),
    '',
    'event types on the bus',
    ...figures(report.types),
    '',
    'limits, operators and the platform',
    ...figures(report.marks),
    '',
    'faults injected',
    ...figures(report.faults),
    '',
    'checks of each rule',
    ...figures(report.checks),
    '',
    figure('violations', report.violations),
    ...report.failingSeeds.slice(0, 20).map(({ seed, rule }) => {
      const draws = report.draws === 0 ? '' : ` --draws ${report.draws}`;
      return `seed ${seed}: ${rule}   npm run simulate -- --seed ${seed}${draws}`;
    }),
  ];
  return lines.join('\n');
}
