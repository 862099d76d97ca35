import { createDynamoDbItemStore } from '../../../functions/publisher/dynamodb-item-store.ts';
import { createDynamoDbLinkStore } from '../../../functions/publisher/dynamodb-link-store.ts';
import { createEventBridgeBus } from '../../../functions/publisher/eventbridge-bus.ts';
import { createKnownLinks } from '../../../functions/publisher/known-links.ts';
import type { CommandContext } from '../command.ts';
import type { Stores } from '../gateway/open-stores.ts';
import { readDeadLetter } from './dead-letter-events.ts';
import { publishDeadLetters, type RedriveOutcome } from './publish-dead-letters.ts';

/** Publishes the event records of a dead letter. Deletes it only when the bus accepted everything in it. */
export async function redriveObject(
  key: string,
  { gateway, payloads }: Pick<Stores, 'gateway' | 'payloads'>,
  { waitMs, now }: Pick<CommandContext, 'waitMs' | 'now'>,
): Promise<RedriveOutcome> {
  const records = readDeadLetter((await payloads.read(key)) ?? '');
  if (records === undefined) return 'rejected';
  const { clients, resources } = gateway;
  const outcome = await publishDeadLetters(records, {
    bus: createEventBridgeBus(clients.eventBridge, resources.eventBus),
    items: createDynamoDbItemStore(clients.dynamodb, resources.eventsTable),
    links: createDynamoDbLinkStore(
      clients.dynamodb,
      resources.eventsTable,
      createKnownLinks({ now, monotonicMs: () => performance.now() }),
    ),
    waitMs,
  });
  if (outcome === 'published') await payloads.delete(key);
  return outcome;
}
