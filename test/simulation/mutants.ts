import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CompleteMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { verifyToken } from '../../shared/provider/verify-token.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import type { EventStore, StoreOutcome } from '../../shared/table/event-store.ts';
import { eventId } from '../../shared/table/record-key.ts';
import { toBusEntry } from '../support/bus-entry.ts';
import { type GatewayCode, gatewayCode } from './gateway-code.ts';

/** The gateway with one defect, of a kind that loses events in production. */
export interface Mutant {
  /** What the defective gateway does. */
  readonly name: string;
  readonly code: GatewayCode;
}

type PutInput = PutItemCommand['input'];

/** The event stores of the callbacks and of the mirror, with another `store`. */
function withStore(
  change: (store: EventStore['store'], record: EventRecord) => Promise<StoreOutcome>,
) {
  const createDynamoDbEventStore: GatewayCode['createDynamoDbEventStore'] = (client, settings) => {
    const { store } = gatewayCode.createDynamoDbEventStore(client, settings);
    return { store: (record) => change(store, record) };
  };
  return { createDynamoDbEventStore };
}

/** The table's client, with changes to its puts. */
function withPuts(
  change: (input: PutInput) => PutInput,
  { drops = () => false }: { readonly drops?: (input: PutInput) => boolean } = {},
) {
  const createDynamoDbEventStore: GatewayCode['createDynamoDbEventStore'] = (client, settings) => {
    const changed: typeof client = Object.assign(Object.create(client), {
      send: async ({ input }: PutItemCommand) =>
        drops(input) ? {} : client.send(new PutItemCommand(change(input))),
    });
    return gatewayCode.createDynamoDbEventStore(changed, settings);
  };
  return { createDynamoDbEventStore };
}

/** No outbox: the callback publishes its events itself, and nothing retries what it did not finish. */
function withoutOutbox(toEventStore: GatewayCode['toEventStore']): Partial<GatewayCode> {
  return { toEventStore, publishRecords: async () => undefined };
}

const changes: Readonly<Record<string, Partial<GatewayCode>>> = {
  'responds with 200 although the table failed': {
    receiveCallback: async (request, provider, ports) => {
      const response = await gatewayCode.receiveCallback(request, provider, ports);
      return response.status === 503 ? { ...response, status: 200 } : response;
    },
  },
  'responds with 400 to a failure of its own': {
    receiveCallback: async (request, provider, ports) => {
      const response = await gatewayCode.receiveCallback(request, provider, ports);
      return response.status === 503 ? { ...response, status: 400 } : response;
    },
  },
  'responds before everything is stored': {
    receiveCallback: (request, provider, ports) => {
      const store = async (record: EventRecord) => {
        void ports.records.store(record).catch(() => {});
        return 'stored' as const;
      };
      return gatewayCode.receiveCallback(request, provider, { ...ports, records: { store } });
    },
  },
  'stores only the first event of a body': {
    receiveCallback: (request, provider, ports) =>
      gatewayCode.receiveCallback(
        request,
        { ...provider, normalize: (...args) => provider.normalize(...args).slice(0, 1) },
        ports,
      ),
  },
  'drops unrecognized items': {
    receiveCallback: (request, provider, ports) =>
      gatewayCode.receiveCallback(
        request,
        {
          ...provider,
          normalize: (...args) =>
            provider.normalize(...args).filter(({ kind }) => kind !== 'unrecognized'),
        },
        ports,
      ),
  },
  'stores before it authenticates': {
    receiveCallback: (request, provider, ports) =>
      gatewayCode.receiveCallback(
        request,
        { ...provider, verify: () => ({ authentic: true }) },
        ports,
      ),
  },
  'checks the token and not the signature': {
    receiveCallback: (request, provider, ports) =>
      gatewayCode.receiveCallback(request, { ...provider, verify: verifyToken }, ports),
  },
  'publishes before it stores': withoutOutbox((records, bus) => ({
    store: async (record) => {
      await bus.publish([toBusEntry(record.event)]);
      return records.store(record);
    },
  })),
  'publishes after it has stored, in the callback': withoutOutbox((records, bus) => ({
    store: async (record) => {
      const outcome = await records.store(record);
      if (outcome === 'stored') await bus.publish([toBusEntry(record.event)]);
      return outcome;
    },
  })),
  'puts without a condition': withPuts(({ ConditionExpression: _dropped, ...input }) => input),
  'stores no raw JSON': withStore((store, record) => store({ ...record, raw: undefined })),
  'drops alternates': withPuts((input) => input, {
    drops: ({ Item }) => Item?.publish === undefined,
  }),
  'derives the id of an event from its time of receipt': withStore((store, record) => {
    const { detail } = record.event;
    const key = { ...record.key, sk: `${record.key.sk}#${detail.metadata.receivedAt}` };
    const metadata = { ...detail.metadata, id: eventId(key) };
    return store({
      ...record,
      key,
      event: { ...record.event, detail: { ...detail, metadata } } as EventRecord['event'],
    });
  }),
  'does not mark event records with media for publication': withPuts((input) => {
    const { publish, ...Item } = input.Item ?? {};
    return Item.detail?.S?.includes('media.example') ? { ...input, Item } : input;
  }),
  'stores the key of a payload and not the payload': {
    createS3PayloadStore: () => ({ put: async () => {} }),
  },
  'fetches a secret only once': {
    createSecretsManagerSecretSource: (...args) => ({
      ...gatewayCode.createSecretsManagerSecretSource(...args),
      refresh: async () => undefined,
    }),
  },
  'treats a failed entry as published': {
    createEventBridgeBus: (...args) => {
      const bus = gatewayCode.createEventBridgeBus(...args);
      return {
        publish: async (entries) => {
          const outcomes = await bus.publish(entries);
          return outcomes.map((outcome) => (outcome === 'failed' ? 'published' : outcome));
        },
      };
    },
  },
  'treats events as published during an outage of the bus': {
    createEventBridgeBus: (...args) => {
      const bus = gatewayCode.createEventBridgeBus(...args);
      return {
        publish: (entries) => bus.publish(entries).catch(() => entries.map(() => 'published')),
      };
    },
  },
  'publishes an event in another spelling than the table has': {
    createEventBridgeBus: (...args) => {
      const bus = gatewayCode.createEventBridgeBus(...args);
      const respell = (text: string) => JSON.stringify(JSON.parse(text), undefined, 1);
      return {
        publish: (entries) =>
          bus.publish(entries.map((entry) => ({ ...entry, detail: respell(entry.detail) }))),
      };
    },
  },
  'reports no record of a batch as failed': {
    publishRecords: async (...args) => {
      await gatewayCode.publishRecords(...args);
      return undefined;
    },
  },
  'reports the last record of a batch instead of the first that failed': {
    publishRecords: async (records, ports) => {
      const first = await gatewayCode.publishRecords(records, ports);
      return first && records.at(-1)?.dynamodb?.SequenceNumber;
    },
  },
  'publishes every batch twice': {
    publishRecords: async (records, ports) => {
      await gatewayCode.publishRecords(records, ports);
      return gatewayCode.publishRecords(records, ports);
    },
  },
  'publishes a batch in another order': {
    publishRecords: (records, ports) => gatewayCode.publishRecords(records.toReversed(), ports),
  },
  'drops events that the bus rejects': {
    createS3DeadLetterStore: () => ({ store: async () => {} }),
  },
  'writes no alias': {
    createDynamoDbAliasStore: () => ({ storeAlias: async () => {} }),
  },
  'reports every message to the mirror as done': {
    createMirrorHandler: (ports) => {
      const handler = gatewayCode.createMirrorHandler(ports);
      return async (event, context) => {
        await handler(event, context);
        return { batchItemFailures: [] };
      };
    },
  },
  'fetches a file by its id without the access token': {
    createMirrorHandler: (ports) =>
      gatewayCode.createMirrorHandler({
        ...ports,
        locateMedia: async (...args) => {
          const location = await ports.locateMedia(...args);
          return location.kind === 'located' ? { ...location, credentials: undefined } : location;
        },
      }),
  },
  'does not notice a truncated download': {
    createMirrorHandler: (ports) =>
      gatewayCode.createMirrorHandler({
        ...ports,
        fetchMedia: async (...args) => {
          const opened = await ports.fetchMedia(...args);
          if (opened.kind === 'failed') return opened;
          const { response } = opened;
          return { ...opened, response: { ...response, body: ignoreTruncation(response.body) } };
        },
      }),
  },
  'overwrites a stored file when SQS delivers a message again': {
    createS3MediaBucket: (client, name) => {
      const unconditional: typeof client = Object.assign(Object.create(client), {
        send: (command: object) => {
          if (command instanceof PutObjectCommand) delete command.input.IfNoneMatch;
          if (command instanceof CompleteMultipartUploadCommand) delete command.input.IfNoneMatch;
          return Reflect.apply(client.send, client, [command]);
        },
      });
      return gatewayCode.createS3MediaBucket(unconditional, name);
    },
  },
  'reports the file that it downloaded and not the one that was stored before': {
    createS3MediaBucket: (...args) => {
      const bucket = gatewayCode.createS3MediaBucket(...args);
      const put: typeof bucket.put = async (...file) => {
        await bucket.put(...file);
        return 'stored';
      };
      return { ...bucket, put };
    },
  },
  'reports a file as stored without storing it': {
    createS3MediaBucket: (...args) => ({
      ...gatewayCode.createS3MediaBucket(...args),
      put: async (_object, body) => {
        for await (const _block of body);
        return 'stored';
      },
    }),
  },
};

async function* ignoreTruncation(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    // The defect: the bytes so far are treated as the whole file.
  }
}

/** The invariants must find each of these. One that they do not find shows a gap in the simulation. */
export const mutants: readonly Mutant[] = Object.entries(changes).map(([name, change]) => ({
  name,
  code: { ...gatewayCode, ...change },
}));
