import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventDraft } from '../../../shared/events/draft.ts';
import { sealFact } from '../../../shared/facts/seal-fact.ts';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { toEventItem } from '../../../shared/stores/event-item.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';
import { startEventsTable } from '../../support/events-table.ts';
import type { Benchmark, BenchmarkOptions, Row } from '../benchmark.ts';
import { median } from '../statistics.ts';

const sizes = [1_000, 10_000, 100_000];
const largestSize = 1_000_000;

/** How much slower a read may be in the largest table than in the smallest. */
const maxRatio = 2;

const reads = 200;

/** Facts for each message, and messages for each conversation: as many in a small table as in a large. */
const messagesPerConversation = 40;

/** (g) Whether reading stays as fast as the table grows. */
export const growth: Benchmark = {
  letter: 'g',
  title: 'growth: reading from a table that gets larger',
  async run(options) {
    const table = await startEventsTable();
    try {
      return await measure(table, options);
    } finally {
      await table.stop();
    }
  },
};

type Table = Awaited<ReturnType<typeof startEventsTable>>;

async function measure(
  table: Table,
  { full, onProgress }: BenchmarkOptions,
): Promise<readonly Row[]> {
  const reader = createDynamoDbReader(table.client, table.tableName);
  const rows: Row[] = [];
  const first = new Map<string, number>();
  let facts = 0;
  for (const size of full ? [...sizes, largestSize] : sizes) {
    onProgress(`writing up to ${size} facts`);
    facts = await fill(table, facts, size);
    const messages = facts / 2;
    const anyOf = (round: number) => (round * 7919) % messages;
    const cases = {
      'a message': (round: number) => reader.message(receipt.provider, messageId(anyOf(round))),
      'a page of a conversation': (round: number) =>
        reader.conversation(conversationOf(anyOf(round))),
      'the state of a template': () => reader.template(receipt.provider, '777'),
    };
    for (const [what, read] of Object.entries(cases)) {
      const measured = await timeReads(read);
      const smallest = first.get(what) ?? measured;
      first.set(what, smallest);
      rows.push({
        what: `${what} among ${size} facts`,
        measured,
        unit: 'ms',
        against: `the same among ${sizes[0]}`,
        ratio: measured / smallest,
        limit: maxRatio,
      });
    }
  }
  return rows;
}

async function timeReads(read: (round: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < reads; round += 1) {
    const startedAt = performance.now();
    if ((await read(round)) === undefined) throw new Error('nothing was found');
    taken.push(performance.now() - startedAt);
  }
  return median(taken);
}

/** Writes messages with one status each until there are so many facts, and gives their number. */
async function fill({ client, tableName }: Table, from: number, to: number): Promise<number> {
  const factsPerCall = 24;
  for (let at = from; at < to; at += factsPerCall) {
    const count = Math.min(factsPerCall, to - at);
    const drafts = Array.from({ length: count / 2 }, (_, pair) => toDrafts(at / 2 + pair)).flat();
    await write(client, tableName, at === 0 ? [...drafts, templateApproved] : drafts);
  }
  return to;
}

async function write(
  client: DynamoDBClient,
  tableName: string,
  drafts: readonly EventDraft[],
): Promise<void> {
  const requests = drafts.map((draft) => ({
    PutRequest: { Item: { ...toEventItem(sealFact(draft, receipt), { publish: true }) } },
  }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
}

const templateApproved: EventDraft = {
  type: 'template.status.updated',
  feed: 'template_status',
  channel: 'whatsapp',
  occurredAt: '2026-01-02T03:04:00.000Z',
  data: { template: { id: '777', name: 'greeting', language: 'en' }, current: 'APPROVED' },
};

function messageId(index: number): string {
  return `wamid.GROWTH${String(index).padStart(12, '0')}`;
}

function conversationOf(index: number): string {
  return `whatsapp#15550100001#conversation-${Math.floor(index / messagesPerConversation)}`;
}

function toDrafts(index: number): readonly EventDraft[] {
  const id = messageId(index);
  const draft = textMessage({ id });
  const message = { ...draft.data.message, conversation: { key: conversationOf(index) } };
  return [{ ...draft, data: { message } }, deliveredStatus(id)];
}
