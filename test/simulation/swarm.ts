import type { Random } from './random.ts';

/**
 * The sizes and habits of one run. They differ from seed to seed, so that each run has some extremes
 * and no run has all of them (swarm testing).
 */
export interface Swarm {
  /** Whether a callback is as large as Meta documents it, which costs as much as ten runs. */
  readonly isLargest: boolean;
  /** Whether a callback has a hundred items or more. */
  readonly isLarge: boolean;
  /** How many stories happen, all at the same time. */
  readonly stories: number;
  /** How many items the largest callbacks of this run hold. */
  readonly items: readonly number[];
  /** Lambda takes any number of waiting records, multiples of ten from the stream, or all it may. */
  readonly batches: 'any' | 'tens' | 'full';
  /** The longest time that new records wait before Lambda polls their shard. */
  readonly pollMs: number;
  readonly shards: number;
  /** How often a shard of the stream splits, or ends and continues as another one. */
  readonly splits: number;
  /** Whether the gateway lists conversations by day. */
  readonly listsConversations: boolean;
  /** Whether a subscriber receives events in the order of their conversations. */
  readonly hasOrderedSubscriber: boolean;
  /** The configured time to live of event records; `undefined`: they do not expire. */
  readonly retentionDays: number | undefined;
}

/** Every 25th seed has a callback of the largest size, and every tenth a large one. */
const seedsPerLargest = 25;
const seedsPerLarge = 10;

/** How many items callbacks with several items hold: a range, or some counts. */
const itemCounts = [
  [2, 12],
  [2, 12],
  [10, 20, 30, 40],
] as const;

export function drawSwarm(seed: number, random: Random): Swarm {
  const isLargest = seed % seedsPerLargest === seedsPerLargest - 1;
  const isLarge = !isLargest && seed % seedsPerLarge === seedsPerLarge / 2;
  return {
    isLargest,
    isLarge,
    stories: random.integer(2, 7),
    items: isLargest ? [1_000] : isLarge ? [100, 400] : random.pick(itemCounts),
    batches: random.pick(['any', 'tens', 'full']),
    pollMs: random.pick([1_000, 1_000, 60_000]),
    shards: random.integer(1, 4),
    splits: random.pick([0, 0, 1, 3]),
    retentionDays: random.chance(0.5) ? random.pick([1, 30]) : undefined,
    listsConversations: !isLarge && !isLargest && random.chance(0.25),
    hasOrderedSubscriber: !isLarge && !isLargest && random.chance(0.2),
    // All records of a large callback wait in one shard, and Lambda takes them at once.
    ...((isLarge || isLargest) && { batches: 'full', pollMs: 60_000, shards: 1, splits: 0 }),
  };
}
