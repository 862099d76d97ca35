import type { DynamoDBRecord } from 'aws-lambda';
import type { AliasStore, EventBus } from '../../../functions/publisher/ports.ts';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';

export interface RedrivePorts {
  readonly bus: EventBus;
  readonly aliases: AliasStore;
  readonly waitMs: (ms: number) => Promise<void>;
}

/**
 * What became of the records of one object.
 * - `published`: the bus has all of them; the object is no longer needed.
 * - `rejected`: some are no events, or the bus never takes them; the others are published.
 * - `unreachable`: the bus took them not now.
 */
export type RedriveOutcome = 'published' | 'rejected' | 'unreachable';

/**
 * Offers stream records to the bus exactly as the publisher does: the same ids, the same order, the
 * same aliases. Done again, an event is published again with the same id.
 */
export async function publishDeadLetters(
  records: readonly DynamoDBRecord[],
  ports: RedrivePorts,
): Promise<RedriveOutcome> {
  let rejected = 0;
  const unpublished = await publishRecords(records, {
    ...ports,
    deadLetters: {
      keep: async () => {
        rejected += 1;
      },
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  if (unpublished !== undefined) return 'unreachable';
  return rejected > 0 ? 'rejected' : 'published';
}
