import { toEventRecords } from '../../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { isMessageEvent, type MessageEvent } from '../../../shared/contract/event-kinds.ts';
import { type EventItem, toEventItem } from '../../../shared/table/event-item.ts';
import { messagePartition } from '../../../shared/table/partition-key.ts';
import { fixtureReceivedAt, readFixtures } from '../../../tools/dev/fixtures.ts';

/** What the records of a stream are about. */
export interface Traffic {
  /** Whether each message has a second id, and so an alias. */
  readonly hasSecondIds: boolean;
  /** Whether each message is of another user, with two names, so that each has a link of its own. */
  readonly hasTwoNames?: boolean;
  /**
   * Whether each message has a text of the owner's, and each five are of another conversation, which the
   * publisher lists.
   */
  readonly isListed?: boolean;
  /** Statuses that directly follow each message. */
  readonly statuses: number;
}

const statusWords = ['sent', 'delivered', 'read'] as const;

/**
 * The texts of the events with which Lambda invokes the publisher: batches of stream records. Their
 * messages have the sizes of those of the fixtures, and differ in their ids.
 */
export async function toStreamEvents(
  traffic: Traffic,
  size: { readonly records: number; readonly batchSize: number },
): Promise<readonly string[]> {
  const examples = await readMessages();
  const items: Partial<EventItem>[] = [];
  for (let number = 0; items.length < size.records; number += 1) {
    const example = examples[number % examples.length];
    if (example !== undefined) items.push(...toItems(example, number, traffic));
  }
  const records = items.slice(0, size.records).map(toStreamRecord);
  return Array.from({ length: Math.ceil(records.length / size.batchSize) }, (_, batch) => {
    const from = batch * size.batchSize;
    return JSON.stringify({ Records: records.slice(from, from + size.batchSize) });
  });
}

interface Example {
  readonly item: EventItem;
  readonly event: MessageEvent;
}

/** The messages of all fixtures. */
async function readMessages(): Promise<readonly Example[]> {
  const examples: Example[] = [];
  for (const { provider, name, payload } of readFixtures()) {
    if (name.startsWith('invalid.')) continue;
    const body = { text: JSON.stringify(JSON.parse(payload)), headers: {} };
    const receipt = { provider, receivedAt: fixtureReceivedAt };
    const adapter = await loadProvider(provider);
    for (const record of toEventRecords(body, adapter, receipt, { channels: {} }).records) {
      const { event } = record;
      if (isMessageEvent(event)) examples.push({ event, item: toEventItem(record, publish) });
    }
  }
  return examples;
}

const publish = { publish: true };

/** A message with a number, and its statuses. */
function toItems(
  { item, event }: Example,
  number: number,
  { hasSecondIds, hasTwoNames = false, isListed = false, statuses }: Traffic,
): readonly Partial<EventItem>[] {
  const { metadata, data } = event.detail;
  const { providerMessageId: _, ...rest } = data.message;
  const id = `wamid.BENCH${String(number).padStart(24, '0')}`;
  const secondId = hasSecondIds ? { providerMessageId: `26040${number}` } : {};
  const user = hasTwoNames
    ? { phone: String(447_000_000_000 + number), id: `GB.${number}` }
    : { phone: '447700900123' };
  const beside = isListed && {
    callbackData: `order-${number}`,
    conversation: { key: `whatsapp#15550100001#${447_000_000_000 + Math.floor(number / 5)}` },
  };
  const message = { metadata, data: { message: { ...rest, user, id, ...secondId, ...beside } } };
  const pk = { S: messagePartition(metadata.provider, id) };
  return [
    { ...item, pk, detail: toText(message) },
    ...statusWords.slice(0, statuses).map((status) => ({
      pk,
      sk: { S: `status#${status}` },
      publish: { N: '1' } as const,
      detail: toText({
        metadata: { ...metadata, type: 'message.status.updated' },
        data: { messageId: id, status, errors: [] },
      }),
    })),
  ];
}

function toText(detail: object): EventItem['detail'] {
  return { S: JSON.stringify(detail) };
}

/** A record as Lambda passes it on. */
function toStreamRecord(item: Partial<EventItem>, index: number): object {
  const { pk, sk, raw } = item;
  const NewImage = { ...item, ...(raw && { raw: { B: Buffer.from(raw.B).toString('base64') } }) };
  return {
    eventID: String(index).padStart(32, '0'),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_767_323_045,
      Keys: { pk, sk },
      NewImage,
      SequenceNumber: String(index).padStart(26, '1'),
      SizeBytes: JSON.stringify(NewImage).length,
      StreamViewType: 'NEW_IMAGE',
    },
    eventSourceARN:
      'arn:aws:dynamodb:us-east-1:123456789012:table/events/stream/2026-01-02T00:00:00.000',
  };
}
