import { readTableBackups } from '../aws/dynamodb-backups.ts';
import { readArchiveDays } from '../aws/eventbridge-bus-settings.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import type { Retentions } from '../erase/unreachable.ts';
import type { Gateway } from './gateway.ts';

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
