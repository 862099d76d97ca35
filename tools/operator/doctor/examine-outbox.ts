import { isQuarantineEvent } from '../../../shared/contract/event-kinds.ts';
import { readArchiveState, readSubscriptions } from '../aws/eventbridge-bus-settings.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import type { Stores } from '../gateway/open-stores.ts';
import { listDeadLetters } from '../redrive/dead-letter-events.ts';
import { readQuarantine } from '../replay/read-quarantine.ts';
import {
  checkArchive,
  checkDeadLetters,
  checkMediaDeadLetters,
  checkMediaQueue,
  checkQuarantine,
  checkStream,
  checkSubscription,
} from './check-outbox.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';

/** Checks everything between the table and the subscribers, except the publisher. */
export async function examineOutbox(
  { gateway, table, payloads }: Stores,
  now: Date,
): Promise<readonly Finding[]> {
  const from = new Date(now.getTime() - 24 * 60 * 60 * 1000).toISOString();
  const { sqs, eventBridge } = gateway.clients;
  const { mediaQueueUrl, mediaDeadLetterQueueUrl, eventBus } = gateway.resources;
  const findings = await Promise.all([
    examine('stream of the table', async () => checkStream(await table.isStreamOn())),
    examine('event dead letters', async () =>
      checkDeadLetters((await listDeadLetters(payloads)).length),
    ),
    examine('media queue', async () =>
      checkMediaQueue(await createSqsQueue(sqs, mediaQueueUrl).state()),
    ),
    examine('media dead letters', async () => {
      const { waiting } = await createSqsQueue(sqs, mediaDeadLetterQueueUrl).state();
      return checkMediaDeadLetters(waiting);
    }),
    examine('quarantine', async () => {
      const listed = await readQuarantine(table, { range: { from, to: now.toISOString() } });
      const reasons = listed.map(({ event }) =>
        isQuarantineEvent(event) ? event.detail.data.reason : '',
      );
      return checkQuarantine(reasons, from);
    }),
    examine('rules on the bus', async () =>
      (await readSubscriptions(eventBridge, eventBus)).map((each) => ({
        check: `rule ${each.rule}`,
        ...checkSubscription(each, eventBus),
      })),
    ),
    examine('archive', async () =>
      gateway.localOrigin === undefined
        ? checkArchive(await readArchiveState(eventBridge, eventBus))
        : { state: 'skipped', text: 'the emulator has no archive' },
    ),
  ]);
  return findings.flat();
}
