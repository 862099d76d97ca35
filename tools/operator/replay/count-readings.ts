import type { Reading } from './plan-replay.ts';
import type { ReplayedRecord } from './replay-record.ts';

/** How many event records were read in which way, and how many were stored for them. */
export interface ReadingCounts {
  readonly records: number;
  readonly stored: number;
  readonly readings: Readonly<Partial<Record<Reading, number>>>;
}

/** Adds up what became of one event record after the other. */
export function createReadingCounter() {
  const readings: Partial<Record<Reading, number>> = {};
  let records = 0;
  let stored = 0;
  return {
    add(replayed: Pick<ReplayedRecord, 'reading' | 'records'>): void {
      readings[replayed.reading] = (readings[replayed.reading] ?? 0) + 1;
      records += 1;
      stored += replayed.records;
    },
    counts: (): ReadingCounts => ({ records, stored, readings }),
  };
}

const words: Readonly<Record<Reading, string>> = {
  same: 'read as before',
  changed: 'read otherwise than before',
  as_told: 'told as they were: no raw JSON of theirs can be read, or they are ours (files)',
  understood: 'quarantined before and understood now',
  not_understood: 'still not understood',
  still_unknown: 'still of an unknown kind',
};

/** One line for each reading. */
export function describeReadings({ readings }: ReadingCounts): string {
  return Object.entries(readings)
    .map(([reading, count]) => `  ${count} ${words[reading as Reading]}`)
    .join('\n');
}
