import { maxEntries } from '../../../functions/publisher/ports.ts';
import { quotas } from './quotas.ts';

/** What waits after an outage of the bus, and how long it waits. */
export interface CatchingUp {
  readonly waiting: number;
  /** From the end of the outage until the outbox is level again; infinite: never. */
  readonly seconds: number;
}

/** A stream during and after an outage of the bus. */
export interface Outage {
  readonly seconds: number;
  readonly shards: number;
  /** Event records per second of all shards. */
  readonly eventsPerSecond: number;
  /** Event records per second of one publisher. */
  readonly publisherRate: number;
}

/**
 * How the outbox catches up. New event records arrive all the time; the publishers of all shards share
 * the calls that EventBridge allows.
 */
export function catchUp({ seconds, shards, eventsPerSecond, publisherRate }: Outage): CatchingUp {
  const busRate = quotas.putEventsCalls.value * maxEntries;
  const rate = Math.min(shards * publisherRate, busRate);
  const waiting = seconds * eventsPerSecond;
  const spare = rate - eventsPerSecond;
  return { waiting, seconds: spare > 0 ? waiting / spare : Number.POSITIVE_INFINITY };
}
