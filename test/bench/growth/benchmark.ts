import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { conversationKey } from '../../../shared/contract/conversation-key.ts';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { User } from '../../../shared/contract/index.ts';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';
import { startEventsTable } from '../../support/events-table.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { timeInRounds } from '../rounds.ts';

const sizes = [1_000, 10_000, 100_000];
const largestSize = 1_000_000;

/** Limit of the time of a read in a larger table, relative to the smallest. */
const maxRatio = 2;

/** Messages in a conversation, the same in a small table and in a large one. */
const messagesPerConversation = 40;

/** (g) Whether reading stays as fast as the table grows. */
export const growth: Benchmark = {
  letter: 'g',
  title: 'growth: reading from a table that gets larger',
  async run({ full, onProgress }) {
    const tables: SizedTable[] = [];
    try {
      for (const size of full ? [...sizes, largestSize] : sizes) {
        onProgress(`writing ${size} records`);
        const table = { size, ...(await startEventsTable()) };
        tables.push(table);
        await fill(table);
      }
      onProgress('reading from all of them, one after the other');
      return [
        ...(await compare('a message', tables, (reader, index) =>
          reader.message(receipt.provider, messageId(index)),
        )),
        ...(await compare('a page of a conversation', tables, (reader, index) =>
          reader.conversation(conversationOf(index)),
        )),
        ...(await compare('the state of a template', tables, (reader) =>
          reader.template(receipt.provider, '777'),
        )),
      ];
    } finally {
      await Promise.all(tables.map(({ stop }) => stop()));
    }
  },
};

/** A table with this many event records, on its own engine. */
type SizedTable = Awaited<ReturnType<typeof startEventsTable>> & { readonly size: number };

/**
 * Reads from all tables, one after the other in each round.
 *
 * @param read reads by the index of a message, which is another one each time
 */
async function compare(
  what: string,
  tables: readonly SizedTable[],
  read: (reader: ReturnType<typeof createDynamoDbReader>, index: number) => Promise<unknown>,
): Promise<readonly Row[]> {
  const cases = tables.map(({ size, client, tableName }) => {
    const reader = createDynamoDbReader(client, tableName);
    let round = 0;
    const readOne = async () => {
      round += 1;
      const found = await read(reader, (round * 7919) % (size / 2));
      if (found === undefined) throw new Error('nothing was found');
    };
    return [`among ${size} records`, readOne] as const;
  });
  const timings = await timeInRounds(Object.fromEntries(cases), { rounds: 60, callsPerRound: 4 });
  return Object.entries(timings).map(([among, { microseconds, ratio }], index) => ({
    what: `${what} ${among}`,
    measured: microseconds / 1000,
    unit: 'ms',
    ...(index > 0 && { against: `the same among ${sizes[0]}`, ratio, limit: maxRatio }),
  }));
}

/** Writes messages with one status each, until the table has its size. */
async function fill({ client, tableName, size }: SizedTable): Promise<void> {
  const recordsPerCall = 24;
  for (let at = 0; at < size; at += recordsPerCall) {
    const count = Math.min(recordsPerCall, size - at);
    const drafts = Array.from({ length: count / 2 }, (_, pair) => toDrafts(at / 2 + pair)).flat();
    await write(client, tableName, at === 0 ? [...drafts, templateApproved] : drafts);
  }
}

async function write(
  client: DynamoDBClient,
  tableName: string,
  drafts: readonly EventDraft[],
): Promise<void> {
  const requests = drafts.map((draft) => ({
    PutRequest: { Item: { ...toEventItem(toEventRecord(draft, receipt), { publish: true }) } },
  }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
}

const templateApproved: EventDraft = {
  type: 'template.status.updated',
  providerEvent: 'template_status',
  channel: 'whatsapp',
  occurredAt: '2026-01-02T03:04:00.000Z',
  data: { template: { id: '777', name: 'greeting', language: 'en' }, current: 'APPROVED' },
  item: { template: '777', status: 'APPROVED' },
};

function messageId(index: number): string {
  return `wamid.GROWTH${String(index).padStart(12, '0')}`;
}

function userOf(index: number): User {
  return { id: `conversation-${Math.floor(index / messagesPerConversation)}` };
}

function conversationOf(index: number): string {
  const business = { phone: '15550100001' };
  return conversationKey({ channel: 'whatsapp', business, user: userOf(index) });
}

function toDrafts(index: number): readonly EventDraft[] {
  const id = messageId(index);
  const draft = textMessage({ id });
  const message = { ...draft.data.message, user: userOf(index) };
  return [{ ...draft, data: { message } }, deliveredStatus(id)];
}
