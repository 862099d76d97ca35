import type { DynamoDBRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import type { PublisherPorts } from '../../../functions/publisher/ports.ts';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';
import { outboxMapping } from '../../../lib/delivery-settings.ts';
import { type EventItem, toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { publisherRates } from '../../bench/publisher/rates.ts';
import { Random } from '../../simulation/random.ts';
import { Scheduler } from '../../simulation/scheduler.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';
import { createMemoryDeadLetterStore } from '../../support/memory-dead-letter-store.ts';
import { createMemoryItemStore } from '../../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../../support/memory-link-store.ts';

/**
 * Benchmark h in simulated time, in which code takes none: what the calls to AWS cost a full batch, and how
 * many wait for each other. It does not depend on the machine.
 */
const usual = { tableMs: 5, busMs: 20 };
const slow = { tableMs: 30, busMs: 120 };
const betweenInvocationsMs = 30;

const records = outboxMapping.batchSize;

/** A message, and its statuses directly after it. */
function toItems(number: number, { secondId, statuses }: Traffic): readonly EventItem[] {
  const draft = textMessage({ id: `wamid.${number}` });
  const providerMessageId = secondId ? `26040${number}` : undefined;
  const message = { ...draft.data.message, ...(providerMessageId && { providerMessageId }) };
  const ofMessage = { ...draft, data: { message } };
  const words = (['sent', 'delivered', 'read'] as const).slice(0, statuses);
  const all = [
    ofMessage,
    ...words.map((status) => {
      const ofStatus = deliveredStatus(`wamid.${number}`);
      return { ...ofStatus, data: { ...ofStatus.data, status } };
    }),
  ];
  return all.map((each) => toEventItem(toEventRecord(each, receipt), { publish: true }));
}

interface Traffic {
  readonly secondId: boolean;
  readonly statuses: number;
}

function toBatch(traffic: Traffic): readonly DynamoDBRecord[] {
  const messages = Array.from({ length: records / (1 + traffic.statuses) }, (_, n) => n);
  return messages
    .flatMap((number) => toItems(number, traffic))
    .map((NewImage, index) => {
      const dynamodb = { SequenceNumber: `${index}`, NewImage };
      return { eventID: `${index}`, eventName: 'INSERT', dynamodb } as unknown as DynamoDBRecord;
    });
}

async function publish(batch: readonly DynamoDBRecord[], { tableMs, busMs }: typeof usual) {
  const scheduler = new Scheduler(new Random(1), new Date('2026-03-01T12:00:00.000Z'));
  const startMs = scheduler.nowMs;
  const memory = createMemoryItemStore();
  const calls = { bus: 0, table: 0 };
  const ports: PublisherPorts = {
    bus: {
      publish: async (entries) => {
        calls.bus += 1;
        await scheduler.sleep(busMs);
        return entries.map(() => 'published');
      },
    },
    items: {
      insert: async (items) => {
        calls.table += 1;
        await scheduler.sleep(tableMs);
        return memory.insert(items);
      },
    },
    links: createMemoryLinkStore(memory),
    deadLetters: createMemoryDeadLetterStore(),
    log: { info() {}, warn() {}, error() {} },
    waitMs: (ms) => scheduler.sleep(ms),
    hasTime: () => true,
    finished: new Set(),
  };
  const published = publishRecords(batch, ports);
  await scheduler.run();
  expect(await published).toBeUndefined();
  return { ...calls, ms: scheduler.nowMs - startMs };
}

it.each([
  ['with one id', { secondId: false, statuses: 0 }, { bus: 100, table: 0 }],
  ['with two ids', { secondId: true, statuses: 0 }, { bus: 100, table: 40 }],
  ['with two ids and three statuses', { secondId: true, statuses: 3 }, { bus: 100, table: 10 }],
])(
  'a full batch of messages %s waits for four calls to the bus, one after the other',
  async (_what, traffic, calls) => {
    const batch = toBatch(traffic);
    for (const [times, rate] of [
      [usual, publisherRates.usual],
      [slow, publisherRates.slow],
    ] as const) {
      const { ms, ...made } = await publish(batch, times);
      expect(made).toEqual(calls);
      expect(ms).toBe(4 * times.busMs + (calls.table > 0 ? times.tableMs : 0));
      // What is left of the time is for the CPU: nearly half of it.
      expect((records / (ms + betweenInvocationsMs)) * 1000).toBeGreaterThan(1.8 * rate);
    }
  },
);
