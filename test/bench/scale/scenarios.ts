import { type Load, maxOfOneNumber, steady } from './load.ts';

/** The loads of `docs/limits.md`. */
export const loads: readonly Load[] = [
  steady(1),
  steady(100),
  steady(10_000),
  steady(100_000),
  {
    ...steady(maxOfOneNumber),
    what: 'a campaign to new users with one text: suddenly 1,000 per second, never more than 10 before',
    highestBefore: 10,
    newUsers: 1,
    firstOfDay: 1,
    withOneText: 1_000,
  },
  {
    ...steady(800),
    what: 'two bots: 800 per second in one conversation',
    inOneConversation: 800,
    newUsers: 0,
    firstOfDay: 0,
  },
];

/** How long the bus fails in the outages of `docs/limits.md`. */
export const outageSeconds = 3_600;

/** Rates at which an outage happens, in messages per second. */
export const outageRates: readonly number[] = [1, 100, 10_000];

/** The part of a partition's write units that event records take when its outbox must catch up. */
export const busyPartition = 0.8;
