import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveCallback } from '../../functions/callback/receive-callback.ts';
import { createUnsignedCallbacks } from '../../functions/callback/signature-policy.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { createDynamoDbItemStore } from '../../functions/publisher/dynamodb-item-store.ts';
import { createDynamoDbLinkStore } from '../../functions/publisher/dynamodb-link-store.ts';
import { createKnownLinks } from '../../functions/publisher/known-links.ts';
import type { PublisherPorts } from '../../functions/publisher/ports.ts';
import { publishRecords } from '../../functions/publisher/publish-records.ts';
import { compareNames } from '../../shared/contract/user-names.ts';
import { createDynamoDbReader } from '../../shared/reader/dynamodb-reader.ts';
import { createDynamoDbEventStore } from '../../shared/table/dynamodb-event-store.ts';
import { readEvent } from '../../shared/table/event-item.ts';
import { toLink } from '../../shared/table/links.ts';
import { toReplayRecord } from '../../shared/table/to-replay-record.ts';
import { createDynamoDbEventsTable } from '../../tools/operator/aws/dynamodb-events-table.ts';
import {
  carryOutDecision,
  findLinkEvent,
  planDecision,
} from '../../tools/operator/users/decide-link.ts';
import { readingLinks } from '../../tools/operator/users/read-user.ts';
import { startEventsTable } from '../support/events-table.ts';
import { fullSecret, genuineCallback } from '../support/genuine-callback.ts';
import { createMemoryDeadLetterStore } from '../support/memory-dead-letter-store.ts';
import { createMemoryEventBus } from '../support/memory-event-bus.ts';
import { createMemoryPayloadStore } from '../support/memory-payload-store.ts';
import { followInserts } from '../support/table-stream.ts';

/** The names of three people, at every business. */
const people = [
  { phone: '447700900101', id: 'GB.101', parentId: 'GB.ENT.101' },
  { phone: '447700900102', id: 'GB.102', parentId: 'GB.ENT.102' },
  { phone: '447700900103', id: 'GB.103', parentId: 'GB.ENT.103' },
] as const;

interface Names {
  readonly phone?: string | undefined;
  readonly id?: string | undefined;
  readonly parentId?: string | undefined;
}

/** What a callback names of its user. InnoPaaS and INCS have names for ids as well, Meta documents them. */
const shown = fc.constantFrom<readonly (keyof Names)[]>(
  ['phone'],
  ['id'],
  ['phone', 'id'],
  ['id', 'parentId'],
  ['phone', 'id', 'parentId'],
);

const callback = fc.record({
  person: fc.nat(people.length - 1),
  shown,
  provider: fc.constantFrom('meta' as const, 'incs' as const),
  endpoint: fc.constantFrom('api' as const, 'url' as const),
  /** Messages of one second are in no order. */
  second: fc.nat(8),
  /** How many of the publisher's calls to the table fail before one of them succeeds. */
  failures: fc.nat({ max: 3 }),
  isSentTwice: fc.boolean(),
  isReplayed: fc.boolean(),
  /** Whether Lambda starts another execution environment, which remembers nothing. */
  isForgotten: fc.boolean(),
});

type Callback = typeof callback extends fc.Arbitrary<infer T> ? T : never;

let table: Awaited<ReturnType<typeof startEventsTable>>;
let stream: ReturnType<typeof followInserts>;
let runs = 0;

beforeAll(async () => {
  table = await startEventsTable();
  stream = followInserts(table.client);
});

afterAll(() => table.stop());

const log = { info() {}, warn() {}, error() {} };

/** A gateway on the table, for one business, so that runs do not meet. */
function createGateway() {
  runs += 1;
  const business = `1555${String(runs).padStart(7, '0')}`;
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

/** Which names belong together, by what was shown: the oracle, which knows nothing of keys and items. */
function toComponents(pairs: readonly (readonly string[])[]): readonly ReadonlySet<string>[] {
  let components: ReadonlySet<string>[] = [];
  for (const names of pairs) {
    const joined = components.filter((component) => names.some((name) => component.has(name)));
    const rest = components.filter((component) => !joined.includes(component));
    components = [...rest, new Set([...names, ...joined.flatMap((component) => [...component])])];
  }
  return components;
}

function namesOf({ person, shown }: Callback): Names {
  return Object.fromEntries(shown.map((name) => [name, people[person]?.[name]]));
}

function namesShown(each: Callback): readonly string[] {
  return Object.values(namesOf(each)).filter((name) => name !== undefined);
}

/** The links that an event with these names shows: each name with the strongest. */
function toPairs(names: readonly string[]): readonly string[] {
  const [strongest, ...others] = names.toSorted(compareNames);
  return others.map((other) => JSON.stringify([strongest, other]));
}

/** To which conversation the events on the bus say that the one by a name belongs. */
function whereItBelongs({ bus, scope }: ReturnType<typeof createGateway>, name: string): string {
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

/** A callback without anything that goes wrong. */
const usual = {
  person: 0,
  shown: ['phone'],
  provider: 'meta',
  endpoint: 'api',
  second: 3,
  failures: 0,
  isSentTwice: false,
  isReplayed: false,
  isForgotten: true,
} as const satisfies Callback;

interface Sent {
  readonly id: string;
  readonly names: readonly string[];
}

/** Every name gives every message of its person, in the order of time, in pages of any size. */
async function expectTimelines(
  gateway: ReturnType<typeof createGateway>,
  sent: readonly Sent[],
  limit: number,
): Promise<void> {
  for (const component of toComponents(sent.map(({ names }) => names))) {
    const ids = sent.filter(({ names }) => names.some((name) => component.has(name)));
    const expected = ids.map(({ id }) => id).toSorted();
    const orders = new Set<string>();
    for (const name of component) {
      const found = await gateway.idsBackward(name, limit);
      expect(found.toSorted(), `by ${name}`).toEqual(expected);
      orders.add(JSON.stringify(found));
    }
    const [name = ''] = component;
    orders.add(JSON.stringify(await gateway.idsForward(name, limit)));
    expect([...orders], 'one order, by every name and in both directions').toHaveLength(1);
  }
}

describe('a person', { timeout: 300_000 }, () => {
  it('has one timeline by every name once they are linked, and one for each until then', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(callback, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (callbacks, limit) => {
          const gateway = createGateway();
          const sent: Sent[] = [];
          for (const [index, each] of callbacks.entries()) {
            const id = `wamid.${gateway.scope.slice(-7)}-${index}`;
            await gateway.send(each, id);
            sent.push({ id, names: namesShown(each) });
          }
          await expectTimelines(gateway, sent, limit);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is announced by the same events in whatever order and however often names are shown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(callback, { minLength: 1, maxLength: 8 }), async (callbacks) => {
        const gateway = createGateway();
        for (const [index, each] of callbacks.entries()) {
          await gateway.send(each, `wamid.${gateway.scope.slice(-7)}-${index}`);
        }
        const events = gateway.bus.published.flatMap(({ detail }) => {
          const event = readEvent({ detail: { S: detail } });
          return event === undefined || event.detail.metadata.replayed ? [] : [event];
        });
        const links = new Set(callbacks.flatMap((each) => toPairs(namesShown(each))));
        const announced = new Map<string, string>();
        for (const event of events) {
          if (event['detail-type'] !== 'user.updated' || !event.detail.data.link) continue;
          const { metadata, data } = event.detail;
          announced.set(metadata.id, JSON.stringify(data.link?.names));
        }
        expect([...announced.values()].toSorted()).toEqual([...links].toSorted());
        const belongsTo = new Map<string, string>();
        for (const event of events) {
          if (event['detail-type'] !== 'conversation.updated') continue;
          const { conversation, current } = event.detail.data;
          belongsTo.set(conversation.key ?? '', current);
        }
        for (const component of toComponents(callbacks.map(namesShown))) {
          const [strongest = '', ...others] = [...component].sort(compareNames);
          for (const name of others) {
            expect(belongsTo.get(`${gateway.scope}#${name}`)).toBe(`${gateway.scope}#${strongest}`);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('meets another one only by a wrong link, which unlink undoes for ever', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(callback, { maxLength: 3 }),
        fc.array(callback, { maxLength: 3 }),
        async (before, after) => {
          const gateway = createGateway();
          const [one, other] = people;
          const sent: Sent[] = [];
          const send = async (callbacks: readonly Callback[]) => {
            for (const each of callbacks) {
              const id = `wamid.${gateway.scope.slice(-7)}-${sent.length}`;
              await gateway.send(each, id);
              sent.push({ id, names: namesShown(each) });
            }
          };
          await send(before);
          const toId = (name: string) => `wamid.${gateway.scope.slice(-7)}-${name}`;
          const [phone, id] = [one.phone, other.id];
          await gateway.send(usual, toId('phone'));
          await gateway.send(usual, toId('wrong'), { phone, id });
          const byPhone = { id: toId('phone'), names: [phone] };
          await expectTimelines(
            gateway,
            [...sent, byPhone, { id: toId('wrong'), names: [phone, id] }],
            3,
          );
          await gateway.decide('unlinked', phone, id);
          const person = toComponents([...sent, byPhone].map(({ names }) => names)).find((names) =>
            names.has(phone),
          );
          const [strongest] = [...(person ?? [])].sort(compareNames);
          expect(whereItBelongs(gateway, phone)).toBe(`${gateway.scope}#${strongest}`);
          await send(after);
          await gateway.replay('meta', toId('wrong'));
          await gateway.send(usual, toId('again'), { phone, id });
          // The strongest name of the callback is the id, and there its messages stay.
          const byId = ['wrong', 'again'].map((name) => ({ id: toId(name), names: [id] }));
          await expectTimelines(gateway, [...sent, byPhone, ...byId], 3);
          await gateway.decide('linked', phone, id);
          const linked = { ...byPhone, names: [phone, id] };
          await expectTimelines(gateway, [...sent, linked, ...byId], 3);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('is said to be whole by an unlink that another link overtook, after it was interrupted', async () => {
    const gateway = createGateway();
    const [{ phone, id, parentId }, other] = people;
    const shownTogether = [
      { phone, id },
      { id, parentId },
      { id: other.id, parentId },
    ];
    for (const [index, names] of shownTogether.entries()) {
      await gateway.send(usual, `wamid.${gateway.scope.slice(-7)}-${index}`, names);
    }
    const overtaken = gateway.interruptedUnlink(phone, id, () =>
      gateway.send(usual, `wamid.${gateway.scope.slice(-7)}-between`, { phone, id: other.id }),
    );
    await expect(overtaken).rejects.toThrow('interrupted');
    await gateway.decide('unlinked', phone, id);
    expect(whereItBelongs(gateway, phone)).toBe(`${gateway.scope}#${id}`);
  });
});
