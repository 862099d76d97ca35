import type { Reading } from './plan-replay.ts';
import type { ReplayedFact } from './replay-record.ts';

/** How many facts were read in which way, and how many were stored for them. */
export interface ReadingCounts {
  readonly facts: number;
  readonly stored: number;
  readonly readings: Readonly<Partial<Record<Reading, number>>>;
}

/** Adds up what became of one fact after the other. */
export function createReadingCounter() {
  const readings: Partial<Record<Reading, number>> = {};
  let facts = 0;
  let stored = 0;
  return {
    add(replayed: Pick<ReplayedFact, 'reading' | 'facts'>): void {
      readings[replayed.reading] = (readings[replayed.reading] ?? 0) + 1;
      facts += 1;
      stored += replayed.facts;
    },
    counts: (): ReadingCounts => ({ facts, stored, readings }),
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
