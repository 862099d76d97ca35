import { expect } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { createUnsignedCallbacks } from '../../../functions/callback/signature-policy.ts';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { createDynamoDbItemStore } from '../../../functions/publisher/dynamodb-item-store.ts';
import { createDynamoDbLinkStore } from '../../../functions/publisher/dynamodb-link-store.ts';
import { createKnownLinks } from '../../../functions/publisher/known-links.ts';
import type { PublisherPorts } from '../../../functions/publisher/ports.ts';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { createDynamoDbEventStore } from '../../../shared/table/dynamodb-event-store.ts';
import { readEvent } from '../../../shared/table/event-item.ts';
import { toLink } from '../../../shared/table/links.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { createDynamoDbEventsTable } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import {
  carryOutDecision,
  findLinkEvent,
  planDecision,
} from '../../../tools/operator/users/decide-link.ts';
import { readingLinks } from '../../../tools/operator/users/read-user.ts';
import { startEventsTable } from '../events-table.ts';
import { fullSecret, genuineCallback } from '../genuine-callback.ts';
import { createMemoryDeadLetterStore } from '../memory-dead-letter-store.ts';
import { createMemoryEventBus } from '../memory-event-bus.ts';
import { createMemoryPayloadStore } from '../memory-payload-store.ts';
import { followInserts } from '../table-stream.ts';

import { type Callback, type Names, namesOf } from './people.ts';

const log = { info() {}, warn() {}, error() {} };

/** Starts a table, on which every run has a gateway of its own. */
export async function startPersonGateways() {
  const table = await startEventsTable();
  const stream = followInserts(table.client);
  let runs = 0;
  return {
    createGateway: () => {
      runs += 1;
      return createGateway(table, stream, `1555${String(runs).padStart(7, '0')}`);
    },
    stop: () => table.stop(),
  };
}

export type PersonGateway = ReturnType<typeof createGateway>;

/** A gateway on the table, for one business, so that runs do not meet. */
function createGateway(
  table: Awaited<ReturnType<typeof startEventsTable>>,
  stream: ReturnType<typeof followInserts>,
  business: string,
) {
  const scope = `whatsapp#${business}`;
  const { client, tableName } = table;
  const records = createDynamoDbEventStore(client, { tableName });
  const items = createDynamoDbItemStore(client, tableName);
  const events = createDynamoDbEventsTable(client, tableName);
  const reader = createDynamoDbReader(client, tableName);
  const bus = createMemoryEventBus();
  let failures = 0;
  let known = createKnownLinks({ now: () => new Date(0), monotonicMs: () => 0 });
  const ports = (): PublisherPorts => ({
    bus,
    items: {
      async insert(given) {
        failures -= 1;
        if (failures < 0) return items.insert(given);
        // Some of them are stored nevertheless, as in a call of which a part fails.
        const [first, ...failed] = given;
        if (first !== undefined) await items.insert([first]);
        return { failed };
      },
    },
    links: createDynamoDbLinkStore(client, tableName, known),
    deadLetters: createMemoryDeadLetterStore(),
    log,
    waitMs: async () => {},
    hasTime: () => true,
    finished: new Set(),
  });

  /** Invokes the publisher as Lambda does, until the stream is empty. */
  async function publish(): Promise<void> {
    let waiting = stream.take();
    for (let invocation = 0; waiting.length > 0; invocation += 1) {
      expect(invocation).toBeLessThan(50);
      const next = await publishRecords(waiting, ports());
      const from = waiting.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === next);
      waiting = [...(from < 0 ? [] : waiting.slice(from)), ...stream.take()];
    }
  }

  async function receive(each: Callback, id: string, names: Names): Promise<void> {
    const adapter = await loadProvider(each.provider);
    const value = toValue(business, names, id, each.second);
    const body = Buffer.from(JSON.stringify(toBody(each.provider, business, value)));
    const path = each.endpoint === 'api' ? `${each.provider}/token` : 'token';
    const request = genuineCallback(adapter, body, { url: `https://callbacks.example/${path}` });
    const { status } = await receiveCallback(request, adapter, {
      records,
      payloads: createMemoryPayloadStore(),
      secrets: { get: async () => fullSecret, refresh: async () => undefined },
      unsigned: createUnsignedCallbacks(undefined, each.provider, log),
      channels: {},
      log,
    });
    expect(status).toBe(adapter.manifest.success.status);
  }

  /** Publishes everything that the table has once more, as `tributary replay` does. */
  async function replay(provider: string, id: string): Promise<void> {
    for (const { key, event } of await reader.messageRecords(provider, id)) {
      await records.store(toReplayRecord({ key, event }, '2026-11-28T00:00:00.000Z'));
    }
  }

  return {
    scope,
    bus,
    async send(each: Callback, id: string, names: Names = namesOf(each)): Promise<void> {
      if (each.isForgotten)
        known = createKnownLinks({ now: () => new Date(0), monotonicMs: () => 0 });
      failures = each.failures;
      for (let times = each.isSentTwice ? 2 : 1; times > 0; times -= 1)
        await receive(each, id, names);
      await publish();
      if (each.isReplayed) await replay(each.provider, id);
      await publish();
    },
    replay,
    publish,
    /** `tributary users unlink`, or `link`. */
    async decide(state: 'linked' | 'unlinked', one: string, other: string): Promise<void> {
      const link = toLink(scope, one, other);
      const seen = await findLinkEvent(link, events);
      if (seen === undefined) throw new Error('the names were never linked');
      const plan = await planDecision(link, state, readingLinks(events));
      await carryOutDecision(plan, seen, new Date().toISOString(), {
        table: events,
        items,
        records,
      });
      await publish();
    },
    /** `tributary users unlink`, while which something happens, and which ends before it reads once more. */
    async interruptedUnlink(one: string, other: string, meanwhile: () => Promise<void>) {
      const link = toLink(scope, one, other);
      const seen = await findLinkEvent(link, events);
      if (seen === undefined) throw new Error('the names were never linked');
      const plan = await planDecision(link, 'unlinked', readingLinks(events));
      await meanwhile();
      const interrupted = {
        ...events,
        readPartition: async () => {
          throw new Error('interrupted');
        },
      };
      await carryOutDecision(plan, seen, new Date().toISOString(), {
        table: interrupted,
        items,
        records,
      });
    },
    /** The ids of all messages of a conversation, paged from the newest to the oldest. */
    async idsBackward(name: string, limit: number): Promise<readonly string[]> {
      const ids: string[] = [];
      let older: string | undefined;
      do {
        const page = await reader.conversation(`${scope}#${name}`, { limit, older });
        ids.unshift(...page.messages.map(({ message }) => message.data.message.id));
        older = page.older;
      } while (older !== undefined);
      return ids;
    },
    /** The same from the oldest, to which `older` leads, to the newest. */
    async idsForward(name: string, limit: number): Promise<readonly string[]> {
      let page = await reader.conversation(`${scope}#${name}`, { limit });
      while (page.older !== undefined) {
        page = await reader.conversation(`${scope}#${name}`, { limit, older: page.older });
      }
      const ids: string[] = [];
      while (page.messages.length > 0) {
        ids.push(...page.messages.map(({ message }) => message.data.message.id));
        page = await reader.conversation(`${scope}#${name}`, { limit, newer: page.newer });
      }
      return ids;
    },
  };
}

function toValue(business: string, names: Names, id: string, second: number) {
  const { phone, id: userId, parentId } = names;
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: business, phone_number_id: `2${business}` },
    messages: [
      {
        ...(phone !== undefined && { from: phone }),
        ...(userId !== undefined && { from_user_id: userId }),
        ...(parentId !== undefined && { from_parent_user_id: parentId }),
        id,
        timestamp: String(1_774_515_600 + second),
        text: { body: 'Hello' },
        type: 'text',
      },
    ],
  };
}

function toBody(provider: Callback['provider'], business: string, value: object): object {
  return provider === 'incs'
    ? { event: 'new_message', business_phone: business, message: value }
    : {
        object: 'whatsapp_business_account',
        entry: [{ id: '100000000000101', changes: [{ value, field: 'messages' }] }],
      };
}

/** To which conversation the events on the bus say that the one by a name belongs. */
export function whereItBelongs({ bus, scope }: PersonGateway, name: string): string {
  const belongsTo = new Map<string, string>();
  for (const { detail } of bus.published) {
    const event = readEvent({ detail: { S: detail } });
    if (event?.['detail-type'] !== 'conversation.updated' || event.detail.metadata.replayed)
      continue;
    const { conversation, current } = event.detail.data;
    belongsTo.set(conversation.key ?? '', current);
  }
  let key = `${scope}#${name}`;
  for (
    let next = belongsTo.get(key);
    next !== undefined && next !== key;
    next = belongsTo.get(key)
  ) {
    key = next;
  }
  return key;
}
