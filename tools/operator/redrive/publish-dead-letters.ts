import type { DynamoDBRecord } from 'aws-lambda';
import type { EventBus, ItemStore, LinkStore } from '../../../functions/publisher/ports.ts';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';

/** What a redrive uses. */
export interface RedrivePorts {
  readonly bus: EventBus;
  readonly items: ItemStore;
  readonly links: LinkStore;
  readonly waitMs: (ms: number) => Promise<void>;
}

/**
 * The outcome for the records of one object.
 * - `published`: the bus accepted all of them; the object is no longer needed.
 * - `rejected`: some are invalid, or the bus rejects them; the others are published.
 * - `unreachable`: the bus did not accept them; try again later.
 */
export type RedriveOutcome = 'published' | 'rejected' | 'unreachable';

/**
 * Publishes stream records exactly as the publisher does: with the same ids, in the same order, with the
 * same items beside them. A second run publishes an event again with the same id.
 */
export async function publishDeadLetters(
  records: readonly DynamoDBRecord[],
  ports: RedrivePorts,
): Promise<RedriveOutcome> {
  let rejected = 0;
  const unpublished = await publishRecords(records, {
    ...ports,
    // A list that the owner did not ask for has a few items more; one that lacked them would be wrong.
    listsConversations: true,
    deadLetters: {
      store: async () => {
        rejected += 1;
      },
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    hasTime: () => true,
    finished: new Set(),
  });
  if (unpublished !== undefined) return 'unreachable';
  return rejected > 0 ? 'rejected' : 'published';
}
