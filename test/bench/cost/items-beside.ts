import type { DynamoDBRecord } from 'aws-lambda';
import { createDynamoDbItemStore } from '../../../functions/publisher/dynamodb-item-store.ts';
import { createDynamoDbLinkStore } from '../../../functions/publisher/dynamodb-link-store.ts';
import { createKnownLinks } from '../../../functions/publisher/known-links.ts';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';
import { startEventsTable } from '../../support/events-table.ts';
import { createMemoryEventBus } from '../../support/memory-event-bus.ts';
import type { Row } from '../benchmark.ts';
import { prices } from './prices.ts';
import { meterTable, type TableUsage } from './table-meter.ts';

/**
 * Publishers at the same time: a new on-demand table has four shards (see `streamPollsPerSecond` in
 * `assumptions.ts`), and the messages of one conversation are in all of them.
 */
const publishers = 4;

/** How many messages a conversation has on a day: a notification, a short exchange, a long one. */
const messagesPerDay = [1, 5, 20] as const;

/**
 * What `callbackData` and `conversationList` add to the cost of a million messages, measured on the engine:
 * for the first message of a conversation on a day, and for the first in another environment.
 */
export async function measureItemsBeside(): Promise<readonly Row[]> {
  const table = await startEventsTable();
  const meter = meterTable(table.client);
  const { client, tableName } = table;

  /** What one environment uses for these events, each in an invocation of its own. */
  async function measure(...drafts: readonly EventDraft[]): Promise<TableUsage> {
    meter.reset();
    const ports = {
      items: createDynamoDbItemStore(client, tableName),
      links: createDynamoDbLinkStore(
        client,
        tableName,
        createKnownLinks({ now: () => new Date(), monotonicMs: () => performance.now() }),
      ),
      bus: createMemoryEventBus(),
      deadLetters: { store: async () => {} },
      log: { info() {}, warn() {}, error() {} },
      waitMs: async () => {},
      listsConversations: true,
      hasTime: () => true,
      finished: new Set<string>(),
    };
    for (const draft of drafts) await publishRecords([toStreamRecord(draft)], ports);
    return meter.usage();
  }

  try {
    const statuses = (['sent', 'delivered', 'read'] as const).map((status) => {
      const draft = deliveredStatus();
      return { ...draft, data: { ...draft.data, status, callbackData: 'order-7' } };
    });
    const withText = await measure(...statuses);
    const first = await measure(textMessage());
    const inOther = await measure(textMessage());
    return [
      {
        what: 'callbackData on three statuses of a message: in addition to a million messages',
        measured: toDollars(withText),
        unit: 'USD',
      },
      ...messagesPerDay.map((messages) => ({
        what: `conversationList, ${messages} messages of a conversation on a day: in addition to a million messages`,
        measured: dollarsPerMessage(messages, first, inOther),
        unit: 'USD' as const,
      })),
    ];
  } finally {
    await table.stop();
  }
}

function toStreamRecord(draft: EventDraft): DynamoDBRecord {
  const NewImage = toEventItem(toEventRecord(draft, receipt), { publish: true });
  const dynamodb = { SequenceNumber: '1', NewImage };
  return { eventName: 'INSERT', dynamodb } as unknown as DynamoDBRecord;
}

/** One environment stores the item; each of the others that has a message of the conversation finds it once. */
function dollarsPerMessage(messages: number, first: TableUsage, inOther: TableUsage): number {
  const environments = publishers * (1 - (1 - 1 / publishers) ** messages);
  const perConversation = toDollars(first) + (environments - 1) * toDollars(inOther);
  return perConversation / messages;
}

function toDollars({ writeUnits, readUnits }: TableUsage): number {
  const { writeUnitsPerMillion, readUnitsPerMillion } = prices.dynamodb;
  return writeUnits * writeUnitsPerMillion + readUnits * readUnitsPerMillion;
}
