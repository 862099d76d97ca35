import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CompleteMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { verifyToken } from '../../shared/provider/verify-token.ts';
import { eventId } from '../../shared/table/event-id.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import type { EventStore, StoreOutcome } from '../../shared/table/event-store.ts';
import { toBusEntry } from '../support/bus-entry.ts';
import { type GatewayCode, gatewayCode } from './gateway-code.ts';

/** The gateway with one mistake in it, of the kind that loses events in the field. */
export interface Mutant {
  /** What it does wrong. */
  readonly name: string;
  readonly code: GatewayCode;
}

type PutInput = PutItemCommand['input'];

/** The event record stores of the callbacks and of the mirror, with another `store`. */
function withStore(
  change: (store: EventStore['store'], record: EventRecord) => Promise<StoreOutcome>,
) {
  const createDynamoDbEventStore: GatewayCode['createDynamoDbEventStore'] = (client, settings) => {
    const { store } = gatewayCode.createDynamoDbEventStore(client, settings);
    return { store: (record) => change(store, record) };
  };
  return { createDynamoDbEventStore };
}

/** The table's client, with its puts changed on their way. */
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

/** No outbox: the callback publishes by itself, and nothing looks after what it did not finish. */
function withoutOutbox(toEventStore: GatewayCode['toEventStore']): Partial<GatewayCode> {
  return { toEventStore, publishRecords: async () => undefined };
}

const changes: Readonly<Record<string, Partial<GatewayCode>>> = {
  'answers 200 although the table failed': {
    receiveCallback: async (request, provider, ports) => {
      const response = await gatewayCode.receiveCallback(request, provider, ports);
      return response.status === 503 ? { ...response, status: 200 } : response;
    },
  },
  'answers 400 for a failure of its own': {
    receiveCallback: async (request, provider, ports) => {
      const response = await gatewayCode.receiveCallback(request, provider, ports);
      return response.status === 503 ? { ...response, status: 400 } : response;
    },
  },
  'answers before everything is stored': {
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
        { ...provider, normalize: (...given) => provider.normalize(...given).slice(0, 1) },
        ports,
      ),
  },
  'drops what it does not understand': {
    receiveCallback: (request, provider, ports) =>
      gatewayCode.receiveCallback(
        request,
        {
          ...provider,
          normalize: (...given) => provider.normalize(...given).filter((part) => part.understood),
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
  'keeps no raw JSON': withStore((store, record) => store({ ...record, raw: undefined })),
  'drops what a second provider event tells': withPuts((input) => input, {
    drops: ({ Item }) => Item?.publish === undefined,
  }),
  'makes the identity of an event from its time of receipt': withStore((store, record) => {
    const { detail } = record.event;
    const key = { ...record.key, sk: `${record.key.sk}#${detail.metadata.receivedAt}` };
    const metadata = { ...detail.metadata, id: eventId(key) };
    return store({
      ...record,
      key,
      event: { ...record.event, detail: { ...detail, metadata } } as EventRecord['event'],
    });
  }),
  'forgets to mark event records for publication when they have media': withPuts((input) => {
    const { publish, ...Item } = input.Item ?? {};
    return Item.detail?.S?.includes('media.example') ? { ...input, Item } : input;
  }),
  'keeps the pointer and not what it points at': {
    createS3PayloadStore: () => ({ keep: async () => {} }),
  },
  'never fetches a secret again': {
    createSecretsManagerSecretSource: (...given) => ({
      ...gatewayCode.createSecretsManagerSecretSource(...given),
      refresh: async () => undefined,
    }),
  },
  'takes a failed entry for a published one': {
    createEventBridgeBus: (...given) => {
      const bus = gatewayCode.createEventBridgeBus(...given);
      return {
        publish: async (entries) => {
          const outcomes = await bus.publish(entries);
          return outcomes.map((outcome) => (outcome === 'failed' ? 'published' : outcome));
        },
      };
    },
  },
  'takes an outage of the bus for published events': {
    createEventBridgeBus: (...given) => {
      const bus = gatewayCode.createEventBridgeBus(...given);
      return {
        publish: (entries) => bus.publish(entries).catch(() => entries.map(() => 'published')),
      };
    },
  },
  'publishes an event in another spelling than the table has': {
    createEventBridgeBus: (...given) => {
      const bus = gatewayCode.createEventBridgeBus(...given);
      const respell = (text: string) => JSON.stringify(JSON.parse(text), undefined, 1);
      return {
        publish: (entries) =>
          bus.publish(entries.map((entry) => ({ ...entry, detail: respell(entry.detail) }))),
      };
    },
  },
  'reports no record of a batch as failed': {
    publishRecords: async (...given) => {
      await gatewayCode.publishRecords(...given);
      return undefined;
    },
  },
  'reports the last record where the first is meant': {
    publishRecords: async (records, ports) => {
      const first = await gatewayCode.publishRecords(records, ports);
      return first && records.at(-1)?.dynamodb?.SequenceNumber;
    },
  },
  'publishes every batch twice, to be sure': {
    publishRecords: async (records, ports) => {
      await gatewayCode.publishRecords(records, ports);
      return gatewayCode.publishRecords(records, ports);
    },
  },
  'publishes a batch in another order': {
    publishRecords: (records, ports) => gatewayCode.publishRecords(records.toReversed(), ports),
  },
  'drops what the bus rejects': {
    createS3DeadLetterStore: () => ({ keep: async () => {} }),
  },
  'writes no alias': {
    createDynamoDbAliasStore: () => ({ storeAlias: async () => {} }),
  },
  'takes every record of the mirror for done': {
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
        locateMedia: async (...given) => {
          const location = await ports.locateMedia(...given);
          return location.kind === 'located' ? { ...location, credentials: undefined } : location;
        },
      }),
  },
  'does not notice that a file ended before its end': {
    createMirrorHandler: (ports) =>
      gatewayCode.createMirrorHandler({
        ...ports,
        fetchMedia: async (...given) => {
          const opened = await ports.fetchMedia(...given);
          if (opened.kind === 'failed') return opened;
          const { response } = opened;
          return { ...opened, response: { ...response, body: untilItBreaks(response.body) } };
        },
      }),
  },
  'overwrites a file with what another delivery of the same record got': {
    createS3MediaBucket: (client, name) => {
      const forgetful: typeof client = Object.assign(Object.create(client), {
        send: (command: object) => {
          if (command instanceof PutObjectCommand) delete command.input.IfNoneMatch;
          if (command instanceof CompleteMultipartUploadCommand) delete command.input.IfNoneMatch;
          return Reflect.apply(client.send, client, [command]);
        },
      });
      return gatewayCode.createS3MediaBucket(forgetful, name);
    },
  },
  'tells of the file that it got, and not of the one that was there before': {
    createS3MediaBucket: (...given) => {
      const bucket = gatewayCode.createS3MediaBucket(...given);
      const put: typeof bucket.put = async (...file) => {
        await bucket.put(...file);
        return 'stored';
      };
      return { ...bucket, put };
    },
  },
  'stores no file and says that it did': {
    createS3MediaBucket: (...given) => ({
      ...gatewayCode.createS3MediaBucket(...given),
      put: async (_object, body) => {
        for await (const _block of body);
        return 'stored';
      },
    }),
  },
};

async function* untilItBreaks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    // The mistake: what came so far is taken for the file.
  }
}

/** Each must be found by the invariants; one that is not shows what the simulation does not see. */
export const mutants: readonly Mutant[] = Object.entries(changes).map(([name, change]) => ({
  name,
  code: { ...gatewayCode, ...change },
}));
