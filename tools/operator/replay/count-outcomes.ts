import type { ReplayOutcome } from './plan-replay.ts';
import type { ReplayResult } from './replay-record.ts';

/** How many event records were replayed, with which outcomes, and how many records were stored. */
export interface OutcomeCounts {
  readonly records: number;
  readonly stored: number;
  readonly outcomes: Readonly<Partial<Record<ReplayOutcome, number>>>;
}

export interface OutcomeCounter {
  add(result: Pick<ReplayResult, 'outcome' | 'records'>): void;
  counts(): OutcomeCounts;
}

/** Adds up the results of a replay. */
export function createOutcomeCounter(): OutcomeCounter {
  const outcomes: Partial<Record<ReplayOutcome, number>> = {};
  let records = 0;
  let stored = 0;
  return {
    add(result) {
      outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
      records += 1;
      stored += result.records;
    },
    counts: () => ({ records, stored, outcomes }),
  };
}

const descriptions: Readonly<Record<ReplayOutcome, string>> = {
  same: 'read as before',
  changed: 'read differently than before',
  unreadable:
    'republished unchanged (the raw payload has expired or is not recognized, or it is a media event)',
  recognized: 'quarantined before and recognized now',
  unrecognized: 'still unrecognized',
  unknown_kind: 'still of an unknown kind',
};

/** One line for each outcome. */
export function describeOutcomes({ outcomes }: OutcomeCounts): string {
  return Object.entries(outcomes)
    .map(([outcome, count]) => `  ${count} ${descriptions[outcome as ReplayOutcome]}`)
    .join('\n');
}
