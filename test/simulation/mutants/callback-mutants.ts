import type { CallbackPorts } from '../../../functions/callback/ports.ts';
import type { EventBus } from '../../../functions/publisher/ports.ts';
import { decodeBody } from '../../../shared/provider/body-codec.ts';
import type {
  CallbackRequest,
  ProviderAdapter,
} from '../../../shared/provider/provider-adapter.ts';
import { verifyToken } from '../../../shared/provider/verify-callback.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { CallbackEventStore } from '../../../shared/table/event-store.ts';
import { eventId } from '../../../shared/table/record-key.ts';
import { toBusEntry } from '../../support/bus-entry.ts';
import { toEventStore } from '../../support/memory-event-store.ts';
import { type GatewayCode, gatewayCode } from '../gateway-code.ts';
import { type Changes, withPuts, withStore } from './mutant.ts';

/** No outbox: the callback publishes its events itself, and nothing retries what it did not finish. */
function withoutOutbox(toEventStore: GatewayCode['toEventStore']): Partial<GatewayCode> {
  return { toEventStore, publishRecords: async () => undefined };
}

type ReceiveCallback = GatewayCode['receiveCallback'];
type Callback = [request: CallbackRequest, provider: ProviderAdapter, ports: CallbackPorts];

/** The callback function with another way to handle a request. */
function withReceive(
  change: (
    receive: (...callback: Callback) => ReturnType<ReceiveCallback>,
    ...callback: Callback
  ) => ReturnType<ReceiveCallback>,
): Partial<GatewayCode> {
  return {
    receiveCallback: (request, provider, ports, deadline) =>
      change(
        (...callback) => gatewayCode.receiveCallback(...callback, deadline),
        request,
        provider,
        ports,
      ),
  };
}

/** Publishes what it can read of a callback, and then receives the callback as it should. */
function publishesBeforeItAuthenticates(): Partial<GatewayCode> {
  const buses = new WeakMap<CallbackEventStore, EventBus>();
  return {
    toEventStore: (records, bus) => {
      buses.set(records, bus);
      return records;
    },
    ...withReceive(async (receive, request, provider, ports) => {
      const records = toEventStore(async ({ event }) => {
        await buses.get(ports.records)?.publish([toBusEntry(event)]);
        return 'stored';
      });
      const believing = { ...provider, verify: () => ({ authentic: true }) as const };
      await receive(request, believing, { ...ports, records });
      return receive(request, provider, ports);
    }),
  };
}

export const callbackChanges: Changes = {
  'responds with 200 although the table failed': [
    'acknowledged: in the table once',
    withReceive(async (receive, request, provider, ports) => {
      const response = await receive(request, provider, ports);
      return response.status === 503 ? { ...response, status: 200 } : response;
    }),
  ],
  'responds with 400 to a failure of its own': [
    'authentic: never refused',
    withReceive(async (receive, request, provider, ports) => {
      const response = await receive(request, provider, ports);
      return response.status === 503 ? { ...response, status: 400 } : response;
    }),
  ],
  'responds with 500 to a failure of its own': [
    'responses: documented',
    withReceive(async (receive, request, provider, ports) => {
      const response = await receive(request, provider, ports);
      return response.status === 503 ? { ...response, status: 500 } : response;
    }),
  ],
  'fails for a callback of more than 64 KB': [
    'calm: no failure',
    withReceive(async (receive, request, provider, ports) => {
      const response = await receive(request, provider, ports);
      return request.body.byteLength > 64 * 1024 ? { ...response, status: 503 } : response;
    }),
  ],
  'responds before everything is stored': [
    'acknowledged: in the table once',
    withReceive((receive, request, provider, ports) => {
      const store = async (record: EventRecord) => {
        void ports.records.store(record).catch(() => {});
        return 'stored' as const;
      };
      return receive(request, provider, {
        ...ports,
        records: toEventStore(store),
      });
    }),
  ],
  'stores only the first event of a body': [
    'acknowledged: in the table once',
    withReceive((receive, request, provider, ports) =>
      receive(
        request,
        { ...provider, normalize: (...args) => provider.normalize(...args).slice(0, 1) },
        ports,
      ),
    ),
  ],
  'drops unrecognized items': [
    'acknowledged: in the table once',
    withReceive((receive, request, provider, ports) =>
      receive(
        request,
        {
          ...provider,
          normalize: (...args) =>
            provider.normalize(...args).filter(({ kind }) => kind !== 'unrecognized'),
        },
        ports,
      ),
    ),
  ],
  'responds with 200 to a truncated body': [
    'truncated: never acknowledged',
    withReceive(async (receive, request, provider, ports) => {
      const response = await receive(request, provider, ports);
      return response.body.includes('truncated') ? { ...response, status: 200 } : response;
    }),
  ],
  'stores nothing of a truncated body': [
    'truncated: stored',
    withReceive(async (receive, request, provider, ports) => {
      const decoded = decodeBody(request, provider.codec);
      const isTruncated = decoded.kind === 'undecodable' && decoded.reason === 'truncated_body';
      return isTruncated
        ? { status: 503, headers: {}, body: '' }
        : receive(request, provider, ports);
    }),
  ],
  'drops unmapped items': [
    'unmapped: in the payload bucket, in full',
    withReceive((receive, request, provider, ports) =>
      receive(
        request,
        {
          ...provider,
          normalize: (...args) =>
            provider.normalize(...args).filter(({ kind }) => kind !== 'unmapped'),
        },
        ports,
      ),
    ),
  ],
  'stores before it authenticates': [
    'refused: not stored',
    withReceive((receive, request, provider, ports) =>
      receive(request, { ...provider, verify: () => ({ authentic: true }) }, ports),
    ),
  ],
  'publishes before it authenticates': ['refused: not published', publishesBeforeItAuthenticates()],
  'checks the token and not the signature': [
    'refused: never acknowledged',
    withReceive((receive, request, provider, ports) =>
      receive(request, { ...provider, verify: verifyToken }, ports),
    ),
  ],
  'fetches a secret only once': [
    'authentic: never refused',
    {
      createSecretsManagerSecretSource: (...args) => ({
        ...gatewayCode.createSecretsManagerSecretSource(...args),
        refresh: async () => undefined,
      }),
    },
  ],
  'publishes before it stores': [
    'on the bus: in the table',
    withoutOutbox((records, bus) =>
      toEventStore(async (record) => {
        await bus.publish([toBusEntry(record.event)]);
        return records.store(record);
      }),
    ),
  ],
  'publishes after it has stored, in the callback': [
    'acknowledged: on the bus',
    withoutOutbox((records, bus) =>
      toEventStore(async (record) => {
        const outcome = await records.store(record);
        if (outcome === 'stored') await bus.publish([toBusEntry(record.event)]);
        return outcome;
      }),
    ),
  ],
  'puts without a condition': [
    'in the table: never overwritten',
    withPuts(({ ConditionExpression: _dropped, ...input }) => input),
  ],
  'takes what it could not insert in a group for stored': [
    'acknowledged: in the table once',
    {
      createDynamoDbEventStore: (client, settings) => {
        const store = gatewayCode.createDynamoDbEventStore(client, settings);
        return {
          ...store,
          storeMany: async (records, putPayload) => {
            const outcomes = await store.storeMany(records, putPayload);
            return outcomes.size === 0
              ? outcomes
              : new Map(records.map((each) => [each, 'stored']));
          },
        };
      },
    },
  ],
  'drops alternates': [
    'acknowledged: its raw JSON is behind the pointer of a record',
    withPuts((input) => input, { drops: ({ Item }) => Item?.publish === undefined }),
  ],
  'derives the id of an event from its time of receipt': [
    'acknowledged: in the table once',
    withStore((store, record) => {
      const { detail } = record.event;
      const key = { ...record.key, sk: `${record.key.sk}#${detail.metadata.receivedAt}` };
      const metadata = { ...detail.metadata, id: eventId(key) };
      return store({
        ...record,
        key,
        event: { ...record.event, detail: { ...detail, metadata } } as EventRecord['event'],
      });
    }),
  ],
  'uses a time of the future': [
    'in the table: not later than a day after receipt',
    withStore((store, record) => {
      const { detail } = record.event;
      const { providerOccurredAt: occurredAt = detail.metadata.occurredAt } = detail.metadata;
      const metadata = { ...detail.metadata, occurredAt };
      return store({
        ...record,
        event: { ...record.event, detail: { ...detail, metadata } } as EventRecord['event'],
      });
    }),
  ],
  'stores all statuses of a message under one key': [
    'state: the furthest status',
    withStore((store, record) => {
      const isStatus = record.event['detail-type'] === 'message.status.updated';
      return store(isStatus ? { ...record, key: { ...record.key, sk: 'status#any' } } : record);
    }),
  ],
  'does not mark event records with media for publication': [
    'acknowledged: on the bus',
    withPuts((input) => {
      const { publish, ...Item } = input.Item ?? {};
      return Item.detail?.S?.includes('media.example') ? { ...input, Item } : input;
    }),
  ],
  'lets event records never expire': [
    'in the table: expires as configured',
    {
      createDynamoDbEventStore: (client, { tableName }) =>
        gatewayCode.createDynamoDbEventStore(client, { tableName }),
    },
  ],
};
