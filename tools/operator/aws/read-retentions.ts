import type { Retentions } from '../erase/unreachable.ts';
import { readTableBackups } from './dynamodb-backups.ts';
import { readArchiveDays } from './eventbridge-bus-settings.ts';
import type { Gateway } from './gateway.ts';
import { createSqsQueue } from './sqs-queue.ts';

/** Reads where else and for how long the gateway holds data of its table. On the emulator only queues do. */
export async function readRetentions({
  clients,
  resources,
  localOrigin,
}: Gateway): Promise<Retentions> {
  const queues = await Promise.all(
    [resources.mediaQueueUrl, resources.mediaDeadLetterQueueUrl].map((url) =>
      createSqsQueue(clients.sqs, url).state(),
    ),
  );
  const queuedMessages = queues.reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0);
  if (localOrigin !== undefined) return { backups: [], exports: [], queuedMessages };
  return {
    ...(await readTableBackups(clients.dynamodb, resources.eventsTable)),
    archiveDays: await readArchiveDays(clients.eventBridge, resources.eventBus),
    queuedMessages,
  };
}
