import type { DynamoDBRecord } from 'aws-lambda';
import type { BusEntry, EventBus } from '../../../functions/publisher/ports.ts';
import { maxEntries } from '../../../functions/publisher/ports.ts';
import type { ItemAttributes } from '../../../shared/table/event-item.ts';
import { toKeyText } from '../../../shared/table/keys.ts';
import { type GatewayCode, gatewayCode } from '../gateway-code.ts';
import type { Changes } from './mutant.ts';

/** The bus with another way to publish. */
function withPublish(
  publish: (bus: EventBus, entries: readonly BusEntry[]) => ReturnType<EventBus['publish']>,
): Partial<GatewayCode> {
  return {
    createEventBridgeBus: (...args) => {
      const bus = gatewayCode.createEventBridgeBus(...args);
      return { publish: (entries) => publish(bus, entries) };
    },
  };
}

/** Offers five of the entries that are offered again, and takes the others for published. */
const offersFiveAgain: GatewayCode['createEventBridgeBus'] = (...args) => {
  const bus = gatewayCode.createEventBridgeBus(...args);
  const failed = new Set<string>();
  return {
    async publish(entries) {
      const isRetry = entries.every(({ detail }) => failed.has(detail));
      const offered = isRetry ? entries.slice(0, 5) : entries;
      for (const { detail } of entries) failed.add(detail);
      const outcomes = await bus.publish(offered);
      return entries.map((_entry, index) => outcomes[index] ?? 'published');
    },
  };
};

/** Sends the entries of an invalid call one by one, and mixes their outcomes up. */
const reversesOutcomes: GatewayCode['createEventBridgeBus'] = (client, name) => {
  let isInvalid = false;
  const noting: typeof client = Object.assign(Object.create(client), {
    send: async (command: object) => {
      try {
        return await Reflect.apply(client.send, client, [command]);
      } catch (error) {
        if (error instanceof Error && error.name === 'ValidationException') isInvalid = true;
        throw error;
      }
    },
  });
  const bus = gatewayCode.createEventBridgeBus(noting, name);
  return {
    async publish(entries) {
      isInvalid = false;
      const outcomes = await bus.publish(entries);
      return isInvalid ? outcomes.toReversed() : outcomes;
    },
  };
};

/** The publisher without some of the items beside event records: it takes them for stored. */
function withoutItems(isDropped: (item: ItemAttributes) => boolean): Partial<GatewayCode> {
  return {
    createDynamoDbItemStore: (...args) => {
      const { insert } = gatewayCode.createDynamoDbItemStore(...args);
      return {
        insert: async (items) => {
          const kept = items.filter((item) => !isDropped(item));
          return kept.length === 0 ? { failed: [] } : insert(kept);
        },
      };
    },
  };
}

/** A stream record whose event is alone in its partition. */
function inPartitionOfItsOwn(record: DynamoDBRecord): DynamoDBRecord {
  const { dynamodb } = record;
  const pk = { S: `${dynamodb?.SequenceNumber}` };
  return { ...record, dynamodb: { ...dynamodb, NewImage: { ...dynamodb?.NewImage, pk } } };
}

export const publisherChanges: Changes = {
  'treats a failed entry as published': [
    'acknowledged: on the bus',
    withPublish(async (bus, entries) => {
      const outcomes = await bus.publish(entries);
      return outcomes.map((outcome) => (outcome === 'failed' ? 'published' : outcome));
    }),
  ],
  'treats events as published during an outage of the bus': [
    'acknowledged: on the bus',
    withPublish((bus, entries) => bus.publish(entries).catch(() => entries.map(() => 'published'))),
  ],
  'publishes an event in another spelling than the table has': [
    'on the bus: the bytes of the table',
    withPublish((bus, entries) => {
      const respell = (text: string) => JSON.stringify(JSON.parse(text), undefined, 1);
      return bus.publish(entries.map((entry) => ({ ...entry, detail: respell(entry.detail) })));
    }),
  ],
  'offers only five of the entries that failed again': [
    'in the table: on the bus',
    { createEventBridgeBus: offersFiveAgain },
  ],
  'mixes up the outcomes of an invalid call': [
    'dead letter: in full in the payload bucket',
    { createEventBridgeBus: reversesOutcomes },
  ],
  'drops the last call of a batch when it is full': [
    'acknowledged: on the bus',
    {
      publishRecords: (records, ports) => {
        const isFull = records.length > 0 && records.length % maxEntries === 0;
        const kept = isFull ? records.slice(0, -maxEntries) : records;
        return gatewayCode.publishRecords(kept, ports);
      },
    },
  ],
  'reports no record of a batch as failed': [
    'acknowledged: on the bus',
    {
      publishRecords: async (...args) => {
        await gatewayCode.publishRecords(...args);
        return undefined;
      },
    },
  ],
  'reports the last record of a batch instead of the first that failed': [
    'acknowledged: on the bus',
    {
      publishRecords: async (records, ports) => {
        const first = await gatewayCode.publishRecords(records, ports);
        return first && records.at(-1)?.dynamodb?.SequenceNumber;
      },
    },
  ],
  'publishes every batch twice': [
    'calm: on the bus once',
    {
      publishRecords: async (records, ports) => {
        await gatewayCode.publishRecords(records, ports);
        return gatewayCode.publishRecords(records, ports);
      },
    },
  ],
  'publishes a batch in another order': [
    'one message: published in the order written',
    {
      publishRecords: (records, ports) => gatewayCode.publishRecords(records.toReversed(), ports),
    },
  ],
  'drops events that the bus rejects': [
    'dead letter: in full in the payload bucket',
    { createS3DeadLetterStore: () => ({ store: async () => {} }) },
  ],
  'drops records that are not an event': [
    'not an event: in full in the payload bucket',
    { createS3DeadLetterStore: () => ({ store: async () => {} }) },
  ],
  'writes no alias': [
    'state: found by the second id',
    { createDynamoDbItemStore: () => ({ insert: async () => ({ failed: [] }) }) },
  ],
  'takes aliases that the table did not accept for written': [
    'state: found by the second id',
    {
      createDynamoDbItemStore: (...args) => {
        const { insert } = gatewayCode.createDynamoDbItemStore(...args);
        return { insert: async (items) => ({ ...(await insert(items)), failed: [] }) };
      },
    },
  ],
  'takes links that it does not know for stored': [
    'state: found by every name',
    {
      createDynamoDbLinkStore: (...args) => ({
        ...gatewayCode.createDynamoDbLinkStore(...args),
        findKnown: async (keys) => new Map(keys.map((key) => [toKeyText(key), undefined])),
      }),
    },
  ],
  'publishes an event whose link the table did not accept': [
    'state: found by every name',
    {
      createDynamoDbItemStore: (...args) => {
        const { insert } = gatewayCode.createDynamoDbItemStore(...args);
        return { insert: async (items) => ({ ...(await insert(items)), failed: [] }) };
      },
    },
  ],
  'stores a link at the stronger name only': [
    'conversation: whole, by every name',
    withoutItems(({ sk, detail }) => sk?.S?.startsWith('link#') === true && detail === undefined),
  ],
  'remembers a merge that an operator has undone': [
    'conversation: said to belong to the strongest name',
    {
      createDynamoDbLinkStore: (...args) => {
        const store = gatewayCode.createDynamoDbLinkStore(...args);
        const isDecided = (sk: string) => /^merged#.+#/.test(sk);
        return {
          ...store,
          readSortKeys: async (pk) => (await store.readSortKeys(pk)).filter((sk) => !isDecided(sk)),
        };
      },
    },
  ],
  'does not list the conversations of a day': [
    'conversation: listed on the day of each message',
    withoutItems(({ sk }) => sk?.S?.startsWith('active#') === true),
  ],
  'does not store to which message a text of the owner belongs': [
    'state: found by the text of the owner',
    withoutItems(({ pk }) => pk?.S?.startsWith('callbackData#') === true),
  ],
  'has several events of one message under way': [
    'one message: published in the order written',
    {
      publishRecords: (records, ports) =>
        gatewayCode.publishRecords(records.map(inPartitionOfItsOwn), ports),
    },
  ],
  'remembers what it offered as finished': [
    'acknowledged: on the bus',
    {
      publishRecords: async (records, ports) => {
        const next = await gatewayCode.publishRecords(records, ports);
        for (const { eventID = '' } of records) ports.finished.add(eventID);
        return next;
      },
    },
  ],
};
