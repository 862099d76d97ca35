import { readFileSync } from 'node:fs';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { createReader, type Reader } from '../../sdk/reader/index.ts';
import { createMemoryReader } from '../../sdk/testing/index.ts';
import { isMessageEvent, traffics } from '../../shared/contract/event-kinds.ts';
import type { Detail, TributaryEvent } from '../../shared/contract/index.ts';
import { readFixtures } from '../../tools/dev/fixtures.ts';
import type { Emulator } from '../../tools/emulator/emulator.ts';
import { createClients } from '../../tools/emulator-client/aws-clients.ts';
import {
  readCallbackFixture,
  withLocalMedia,
} from '../../tools/emulator-client/callback-fixtures.ts';
import type { LoggedEvent } from '../../tools/emulator-client/event-log.ts';
import { eventually } from '../support/eventually.ts';
import { fixturesOfEachKind } from '../support/fixtures-of-each-kind.ts';
import { listingAssembly } from './listing-assembly.ts';
import { startGateway } from './start-gateway.ts';

/**
 * Callbacks of every provider reach a gateway on the emulator. Its table and the events of its bus, in memory,
 * give the same results.
 */
const assembly = listingAssembly();
let gateway: Emulator;
let onTable: Reader;
let inMemory: Reader;
let events: readonly TributaryEvent[];

const withPicture = 'incs/new_message.whatsapp-image';

beforeAll(async () => {
  gateway = await startGateway(assembly.directory);
  const origin = `http://127.0.0.1:${gateway.port}`;
  const { dynamodb, s3 } = createClients(gateway.awsEndpoint, 'test');
  const eventsTable = String(gateway.outputs.EventsTableName);
  const urls = await gateway.urls();
  const send = async (provider: string, body: string) => {
    const { codec } = await loadProvider(provider);
    const { api = '', headers } = urls[provider] ?? {};
    const response = await fetch(api, {
      method: 'POST',
      headers: { 'content-type': codec.contentType, ...headers },
      body: codec.encode(body),
    });
    expect(response.ok).toBe(true);
  };
  for (const { id } of providers) {
    for (const { payload, goldenPath } of fixturesOfEachKind(readFixtures(id))) {
      // The mirror of other files ends later than this test.
      if (!hasFiles(JSON.parse(readFileSync(goldenPath, 'utf8')))) await send(id, payload);
    }
  }
  const { body } = await readCallbackFixture(withPicture);
  await send('incs', withLocalMedia(body, origin));
  // No fixture is a reaction to a message of another one.
  const picture = /"id": ?"(wamid\.[^"]+)"/.exec(body)?.[1] ?? '';
  const reaction = await readCallbackFixture('incs/new_message.whatsapp-reaction');
  await send(
    'incs',
    reaction.body
      .replace(/("message_id": ?)"[^"]+"/, `$1"${picture}"`)
      .replace(/("id": ?)"wamid[^"]+"/, '$1"wamid.REACTION"'),
  );

  await eventually(async () => {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: eventsTable }));
    const published = Items.filter(({ publish }) => publish?.N === '1').map(
      ({ detail }) => JSON.parse(detail?.S ?? '').metadata.id,
    );
    events = await readBus(origin);
    expect(new Set(events.map(({ detail }) => detail.metadata.id))).toEqual(new Set(published));
    expect(events.map((event) => event['detail-type'])).toContain('media.stored');
  });
  // A day on which no fixture has a conversation comes soon enough before it.
  const now = () => new Date('2026-11-28T12:00:00.000Z');
  onTable = createReader({ dynamodb, eventsTable, s3, now });
  inMemory = createMemoryReader(events, { now });
});

afterAll(async () => {
  await gateway?.close();
  assembly.remove();
});

const hasFiles = (golden: readonly TributaryEvent[]) =>
  golden.some((event) => isMessageEvent(event) && event.detail.data.message.media.length > 0);

async function readBus(origin: string): Promise<readonly TributaryEvent[]> {
  const text = await (await fetch(`${origin}/_local/events?since=0`)).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as LoggedEvent).event as unknown as TributaryEvent);
}

/** What is in both, whatever the order of what happened at one instant. */
function inAnyOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .map(inAnyOrder)
      .toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([name, each]) => [name, inAnyOrder(each)]));
}

/** Asks both readers the same, and expects that at least one of the questions finds something. */
async function compare<Question>(
  questions: readonly Question[],
  ask: (reader: Reader, question: Question) => Promise<unknown>,
): Promise<void> {
  let found = 0;
  for (const question of new Map(questions.map((each) => [JSON.stringify(each), each])).values()) {
    const expected = await ask(onTable, question);
    if (expected !== undefined) found += 1;
    expect(inAnyOrder(await ask(inMemory, question)), JSON.stringify(question)).toEqual(
      inAnyOrder(expected),
    );
  }
  expect(found).toBeGreaterThan(0);
}

/** The parts of every detail that has them. */
function each<Part>(pick: (detail: Detail, provider: string) => Part | undefined): readonly Part[] {
  return events.flatMap(({ detail }) => pick(detail, detail.metadata.provider) ?? []);
}

const messageIds = () =>
  each(({ data }, provider) => {
    if ('message' in data) return { provider, id: data.message.id };
    return 'messageId' in data && data.messageId !== undefined
      ? { provider, id: data.messageId }
      : undefined;
  });

const keys = () =>
  each(({ data }) => ('message' in data ? data.message.conversation.key : undefined));

describe('the reader in memory reads as that of the table', () => {
  it('has the same questions', () => {
    expect(Object.keys(inMemory).toSorted()).toEqual(Object.keys(onTable).toSorted());
  });

  it('for messages, by each of their ids', async () => {
    const second = each(({ data }, provider) =>
      'message' in data && data.message.providerMessageId !== undefined
        ? { provider, id: data.message.providerMessageId }
        : undefined,
    );
    expect(second).not.toEqual([]);
    await compare([...messageIds(), ...second], (reader, { provider, id }) =>
      reader.message(provider, id),
    );
  });

  it('for the reactions to a message', async () => {
    const reactions = each(({ data }, provider) =>
      'message' in data && data.message.content.kind === 'reaction'
        ? { provider, id: data.message.content.messageId }
        : undefined,
    );
    await compare(reactions, async (reader, { provider, id }) => {
      const state = await reader.message(provider, id);
      return state?.reactions.length ? state.reactions : undefined;
    });
  });

  it('for conversations, by every name of the user', async () => {
    const byPhone = each(({ metadata, data }) =>
      'message' in data && data.message.user.phone !== undefined && metadata.channel
        ? data.message.conversation.key.replace(/#[^#]*$/, `#${data.message.user.phone}`)
        : undefined,
    );
    await compare([...keys(), ...byPhone], async (reader, key) => {
      const page = await reader.conversation(key, { include: [...traffics], limit: 100 });
      const { messages, keys: names, isCut } = page;
      return { messages, names, isCut, isWhole: page.older === undefined };
    });
  });

  it('for pages of a conversation, which are the whole together', async () => {
    for (const key of new Set(keys())) {
      const whole = await inMemory.conversation(key, { limit: 100 });
      const pages: unknown[] = [];
      let older: string | undefined;
      do {
        const page = await inMemory.conversation(key, { limit: 2, older });
        pages.unshift(...page.messages);
        older = page.older;
      } while (older !== undefined);
      expect(pages).toEqual(whole.messages);
    }
  });

  it('for the conversations of a day, and the newest', async () => {
    const days = each(({ metadata, data }) => {
      if (!('message' in data) || metadata.channel === undefined) return undefined;
      const business = data.message.business.phone ?? data.message.business.id;
      const day = metadata.occurredAt.slice(0, 10);
      return business === undefined ? undefined : { channel: metadata.channel, business, day };
    });
    await compare(
      days,
      async (reader, request) => (await reader.conversations(request)).conversations,
    );
    await compare(days, async (reader, { day: _, ...request }) => reader.conversations(request));
  });

  it('for templates, accounts, phone numbers, groups, calls and payments', async () => {
    const things = {
      template: each(({ data }, provider) =>
        'template' in data && data.template.id ? { provider, id: data.template.id } : undefined,
      ),
      account: each(({ metadata: { account }, data }, provider) => {
        const id = ('account' in data && data.account.id) || account?.wabaId;
        return id ? { provider, id } : undefined;
      }),
      phone: each(({ data }, provider) =>
        'phone' in data && data.phone.displayPhoneNumber
          ? { provider, id: data.phone.displayPhoneNumber }
          : undefined,
      ),
      group: each(({ data }, provider) =>
        'group' in data && data.group.id ? { provider, id: data.group.id } : undefined,
      ),
      call: each(({ data }, provider) =>
        'call' in data ? { provider, id: data.call.id } : undefined,
      ),
    } as const;
    for (const [thing, questions] of Object.entries(things)) {
      const ask = thing as keyof typeof things;
      await compare(questions, (reader, { provider, id }) => reader[ask](provider, id));
    }
    const payments = each(({ metadata: { account }, data }, provider) =>
      'referenceId' in data && data.referenceId !== undefined
        ? { provider, business: account?.phoneNumberId ?? '', referenceId: data.referenceId }
        : undefined,
    );
    await compare(payments, (reader, { provider, ...order }) => reader.payment(provider, order));
  });

  it('for users, who owns a conversation, and the texts of the owner', async () => {
    const users = each(({ data }, provider) => {
      const user = 'user' in data ? data.user : undefined;
      const names = [user?.id, user?.phone].filter((name) => name !== undefined);
      return names.length === 0 ? undefined : { provider, names };
    });
    await compare(users, (reader, { provider, names }) => reader.user(provider, ...names));
    const conversations = each(({ data }, provider) =>
      'conversation' in data && data.conversation && 'key' in data.conversation
        ? { provider, key: data.conversation.key ?? '' }
        : undefined,
    );
    await compare(conversations, (reader, { provider, key }) => reader.owner(provider, key));
    const texts = each(({ data }, provider) => {
      const carrier = 'message' in data ? data.message : data;
      const text = 'callbackData' in carrier ? carrier.callbackData : undefined;
      return text === undefined ? undefined : { provider, callbackData: text };
    });
    await compare(texts, (reader, request) => reader.byCallbackData(request));
  });

  it('for links to files, as far as there is something to sign', async () => {
    const [{ bucket, key } = { bucket: '', key: '' }] = each(({ data }) =>
      'bucket' in data ? data : undefined,
    );
    const [real, invented] = await Promise.all(
      [onTable, inMemory].map((reader) => reader.mediaUrl({ bucket, key }, 60)),
    );
    expect(key).not.toBe('');
    expect(new URL(invented ?? '').pathname).toBe(`/${key}`);
    expect(new URL(real ?? '').pathname).toContain(key);
    for (const reader of [onTable, inMemory]) {
      await expect(reader.mediaUrl({ bucket, key }, 0)).rejects.toThrow(RangeError);
    }
  });

  it('for what cannot be, which is refused', async () => {
    for (const reader of [onTable, inMemory]) {
      await expect(reader.message('INCS', 'wamid.A')).rejects.toThrow(RangeError);
      await expect(reader.conversation('447700900123')).rejects.toThrow(RangeError);
      expect(await reader.message('incs', 'wamid.unknown')).toBeUndefined();
    }
  });
});
