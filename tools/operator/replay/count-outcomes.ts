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

/** What is published for an outcome, and why. */
type Descriptions = Readonly<Record<ReplayOutcome, string>>;

const ofReplay: Descriptions = {
  same: 'unchanged: the adapter reads the raw JSON as before',
  changed: 'changed: the adapter reads the raw JSON differently than before',
  unreadable:
    'unchanged: the raw JSON has expired or is not recognized, or the event is about a media file',
  recognized: 'as ordinary events: quarantined, or received without an adapter, and recognized now',
  unrecognized: 'unchanged: not recognized by the adapter',
  unknown_kind: 'with content that is still `unknown`',
};

const ofRelease: Descriptions = {
  same: 'as ordinary events again: released before, and read as then',
  changed: 'with content that was `unknown` before',
  unreadable: 'not published: the raw JSON has expired',
  recognized: 'as ordinary events: recognized now',
  unrecognized: 'not published: still unrecognized',
  unknown_kind: 'not published: the content is still `unknown`',
};

/** One line for each outcome of a replay, below a line that says how many are published again. */
export function describeReplay(counts: OutcomeCounts): string {
  return describe(counts, ofReplay);
}

/** The same for a replay of the quarantine, which publishes only what is recognized now. */
export function describeRelease(counts: OutcomeCounts): string {
  return describe(counts, ofRelease);
}

function describe({ outcomes }: OutcomeCounts, descriptions: Descriptions): string {
  return Object.entries(outcomes)
    .map(([outcome, count]) => `  ${count} ${descriptions[outcome as ReplayOutcome]}`)
    .join('\n');
}
