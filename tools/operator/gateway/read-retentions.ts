import { readTableBackups } from '../aws/dynamodb-backups.ts';
import { readArchiveDays } from '../aws/eventbridge-bus-settings.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import type { Retentions } from '../erase/unreachable.ts';
import type { Gateway } from './gateway.ts';

/** Reads where else and for how long the gateway holds data of its table. On the emulator only queues and its log of events do. */
export async function readRetentions({
  clients,
  resources,
  localOrigin,
  logsDays,
  httpSubscriptions,
}: Pick<
  Gateway,
  'clients' | 'resources' | 'localOrigin' | 'logsDays' | 'httpSubscriptions'
>): Promise<Retentions> {
  const stateOf = (url: string) => createSqsQueue(clients.sqs, url).state();
  const queue = await stateOf(resources.mediaQueueUrl);
  const deadLetters = await stateOf(resources.mediaDeadLetterQueueUrl);
  const messages = {
    hasEventLog: localOrigin !== undefined,
    queuedMessages: queue.waiting + queue.inFlight,
    queuedDeadLetters: deadLetters.waiting + deadLetters.inFlight,
    httpSubscriptions: httpSubscriptions.map(({ name, order }) => ({
      name,
      isOrdered: order !== undefined,
    })),
  };
  if (localOrigin !== undefined) return { backups: [], exports: [], ...messages };
  return {
    ...(await readTableBackups(clients.dynamodb, resources.eventsTable)),
    archiveDays: await readArchiveDays(clients.eventBridge, resources.eventBus),
    logsDays: await logsDays(),
    ...messages,
  };
}
