import type { DynamoDBRecord } from 'aws-lambda';
import { createDynamoDbItemStore } from '../../../functions/publisher/dynamodb-item-store.ts';
import { createDynamoDbLinkStore } from '../../../functions/publisher/dynamodb-link-store.ts';
import { createKnownLinks } from '../../../functions/publisher/known-links.ts';
import { readRecord } from '../../../functions/publisher/read-record.ts';
import { storeLinks } from '../../../functions/publisher/store-links.ts';
import type { EventItem } from '../../../shared/table/event-item.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { startEventsTable } from '../../support/events-table.ts';
import type { Row } from '../benchmark.ts';
import { durationPerMillion } from './model.ts';
import { prices } from './prices.ts';
import { meterTable, type TableUsage } from './table-meter.ts';

const dayMs = 86_400_000;
const retentionDays = 90;

/** What the publisher uses of the table for one event with two names. */
interface LinkUsage extends TableUsage {
  /** The event records of the link. */
  readonly events: number;
}

/**
 * Measures on the engine what a link costs: a new one, one that an environment does not remember, and one
 * that would expire soon.
 */
export async function measureLinks(): Promise<readonly Row[]> {
  const table = await startEventsTable();
  const meter = meterTable(table.client);
  const { client, tableName } = table;
  const draft = textMessage();
  const user = { phone: '447700900123', id: 'GB.13491208655302741918' };
  const message = { ...draft.data.message, user };

  /** @param day when a message with both names is received, since the first one */
  async function measure(day: number): Promise<LinkUsage> {
    const receivedMs = Date.parse(receipt.receivedAt) + day * dayMs;
    const receivedAt = new Date(receivedMs).toISOString();
    const record = toEventRecord({ ...draft, data: { message } }, { ...receipt, receivedAt });
    const expiresAtSeconds = (receivedMs + retentionDays * dayMs) / 1000;
    const item = toEventItem(record, { publish: true, expiresAtSeconds });
    meter.reset();
    const store = createDynamoDbItemStore(client, tableName);
    let events = 0;
    const read = readRecord(toStreamRecord(item));
    if (read.kind !== 'event') throw new Error('the message cannot be read');
    await storeLinks([read.outgoing], {
      items: {
        insert(items) {
          events += items.filter(({ publish }) => publish?.N === '1').length;
          return store.insert(items);
        },
      },
      links: createDynamoDbLinkStore(
        client,
        tableName,
        createKnownLinks({ now: () => new Date(), monotonicMs: () => performance.now() }),
      ),
      bus: { publish: async () => [] },
      deadLetters: { store: async () => {} },
      log: { info() {}, warn() {}, error() {} },
      waitMs: async () => {},
      hasTime: () => true,
      finished: new Set(),
    });
    return { ...meter.usage(), events };
  }

  try {
    return [
      ...toRows('a new link', await measure(0)),
      ...toRows('a link that an environment does not remember', await measure(1)),
      ...toRows('a link that is extended, at most once in half a retention', await measure(89)),
    ];
  } finally {
    await table.stop();
  }
}

function toStreamRecord(NewImage: EventItem): DynamoDBRecord {
  const dynamodb = { SequenceNumber: '1', NewImage };
  return { eventName: 'INSERT', dynamodb } as unknown as DynamoDBRecord;
}

/** The waiting of the publisher is not in the price: other events are stored and published meanwhile. */
function toRows(what: string, { writeUnits, readUnits, calls, events }: LinkUsage): readonly Row[] {
  const { dynamodb } = prices;
  const dollars =
    writeUnits * dynamodb.writeUnitsPerMillion +
    readUnits * dynamodb.readUnitsPerMillion +
    events * (prices.eventsPerMillion + durationPerMillion(1));
  return [
    { what: `${what}: calls to the table`, measured: calls, unit: 'calls' },
    { what: `${what}: write units`, measured: writeUnits, unit: 'units' },
    { what: `${what}: read units`, measured: readUnits, unit: 'units' },
    {
      what: `${what}: a million of them, with their events on the bus`,
      measured: dollars,
      unit: 'USD',
    },
  ];
}
