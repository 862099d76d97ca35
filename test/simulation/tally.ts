/**
 * What a run can reach: sizes and numbers at a limit, and what operators and the platform do. A report
 * says how often a run reached each of them.
 */
export const marks = [
  'callback with 1,000 updates acknowledged',
  'callback with 100 to 999 updates acknowledged',
  'deadline of a callback',
  'stream batch of 900 to 1,000 records',
  'stream batch of 100 to 899 records',
  'PutEvents call with 10 entries',
  'queue batch of 5 messages',
  'item over 300 KB',
  'item over 300 KB, not ASCII',
  'raw JSON in the payload bucket',
  'raw JSON of a conflict in the payload bucket',
  'raw JSON of an alternate in the payload bucket',
  'quarantined body over 64 KB',
  'shard split',
  'item deleted by its time to live',
  'token rotated',
  'dead letters redriven',
  'event records replayed',
  'files retried',
  'files retried by force',
  'user erased',
  'user with two names erased',
  'link undone',
  'link taken back',
  'late event at an ordered subscriber',
  'event moved back to an ordered subscriber',
  'operator command repeated after a failure',
] as const;

export type Mark = (typeof marks)[number];

/** Counts what a run reaches. */
export class Tally {
  readonly counts = new Map<Mark, number>();

  count(mark: Mark, times = 1): void {
    this.counts.set(mark, (this.counts.get(mark) ?? 0) + times);
  }
}
