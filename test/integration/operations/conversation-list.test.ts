import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { eventually } from '../../support/eventually.ts';
import { listingAssembly } from '../listing-assembly.ts';
import { startOperatedGateway } from './operated-gateway.ts';

/** The list of conversations of a gateway that has `conversationList`. */
const business = '15550100001';
const users = ['447700900111', '447700900222', '447700900333', '447700900444', '447700900555'];
const [erased = ''] = users;

const assembly = listingAssembly();
let gateway: Awaited<ReturnType<typeof startOperatedGateway>>;
let reader: ReturnType<typeof createDynamoDbReader>;

beforeAll(async () => {
  gateway = await startOperatedGateway({ assemblyDirectory: assembly.directory });
  const now = () => new Date('2026-03-05T12:00:00.000Z');
  reader = createDynamoDbReader(gateway.aws.dynamodb, gateway.output('EventsTableName'), now);
  // Every user writes on 3 March, twice, and the first two again on 1 and 5 March.
  for (const user of users) {
    await gateway.post('meta', text(`wamid.${user}-a`, '2026-03-03T09:00:00Z', user));
    await gateway.post('meta', text(`wamid.${user}-b`, '2026-03-03T23:59:59Z', user));
  }
  for (const user of users.slice(0, 2)) {
    await gateway.post('meta', text(`wamid.${user}-0`, '2026-03-01T00:00:00Z', user));
    await gateway.post('meta', text(`wamid.${user}-c`, '2026-03-05T00:00:00Z', user));
  }
});

afterAll(async () => {
  await gateway.close();
  assembly.remove();
});

/** A text as Meta sends it. */
function text(id: string, at: string, from: string): string {
  const message = {
    from,
    id,
    timestamp: String(Date.parse(at) / 1000),
    type: 'text',
    text: { body: 'Hello' },
  };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: business, phone_number_id: '200000000000001' },
    messages: [message],
  };
  const entry = [{ id: '100000000000101', changes: [{ value, field: 'messages' }] }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry });
}

const keyOf = (user: string) => `whatsapp#${business}#${user}`;
const keysOf = (page: { readonly conversations: readonly { readonly key: string }[] }) =>
  page.conversations.map(({ key }) => key);
const list = (more: object) =>
  reader.conversations({ channel: 'whatsapp', business: '+1 555 010-0001', ...more });

/** All pages. */
async function readAll(more: object): Promise<Awaited<ReturnType<typeof list>>[]> {
  const pages = [await list(more)];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next)
    pages.push(await list({ ...more, next }));
  return pages;
}

it('has each conversation of a day once, with its newest message', async () => {
  await eventually(async () => {
    expect(keysOf(await list({ day: '2026-03-03' }))).toEqual(users.map(keyOf));
    expect(keysOf(await list({ day: '2026-03-05' }))).toHaveLength(2);
  });
  const { conversations, next } = await list({ day: '2026-03-03' });
  expect(next).toBeUndefined();
  expect(conversations.map(({ last }) => last.data.message.id)).toEqual([
    `wamid.${users[0]}-c`,
    `wamid.${users[1]}-c`,
    ...users.slice(2).map((user) => `wamid.${user}-b`),
  ]);
  expect(await list({ day: '2026-03-04' })).toEqual({ conversations: [], next: undefined });
  const elsewhere = { channel: 'rcs', business, day: '2026-03-03' } as const;
  expect(keysOf(await reader.conversations(elsewhere))).toEqual([]);
});

it('has, without a day, each conversation once, on its last day', async () => {
  const pages = await readAll({});
  const found = pages.flatMap(({ conversations }) => conversations);
  expect(found.map(({ key, day }) => `${day} ${key}`)).toEqual([
    ...users.slice(0, 2).map((user) => `2026-03-05 ${keyOf(user)}`),
    ...users.slice(2).map((user) => `2026-03-03 ${keyOf(user)}`),
  ]);
});

it.each([1, 2, 3, 5])('is read in pages of %i', async (limit) => {
  const ofDay = await readAll({ day: '2026-03-03', limit });
  expect(ofDay.flatMap(keysOf)).toEqual(users.map(keyOf));
  expect(Math.max(...ofDay.map((page) => keysOf(page).length))).toBeLessThanOrEqual(limit);
  const newest = await readAll({ limit });
  expect(new Set(newest.flatMap(keysOf))).toEqual(new Set(users.map(keyOf)));
  expect(newest.flatMap(keysOf)).toHaveLength(users.length);
});

it('is printed by the CLI', async () => {
  const words = ['query', 'conversations', business, '--day'];
  const { results } = await gateway.tributary(...words, '2026-03-05');
  expect(results).toMatchObject([{ conversations: [{ key: keyOf(erased) }, {}] }]);
  for (const wrong of [['2026-02-30'], ['2026-03-05', '--next', 'x'], ['2026-03-05', 'more']])
    expect((await gateway.tributary(...words, ...wrong)).code).toBe(2);
});

it('refuses what can find nothing', async () => {
  await expect(list({ day: '2026-3-5' })).rejects.toThrow(RangeError);
  await expect(list({ channel: 'WhatsApp' })).rejects.toThrow(RangeError);
  await expect(list({ next: 'x' })).rejects.toThrow('first page');
});

it('has no one who was erased', async () => {
  const ran = await gateway.tributary('erase', '--user', erased, '--yes');
  // Four messages, and three days.
  expect(ran).toMatchObject({ code: 0, results: [{ dryRun: false, records: 7 }] });
  for (const day of ['2026-03-01', '2026-03-03', '2026-03-05'])
    expect(keysOf(await list({ day }))).not.toContain(keyOf(erased));
  expect(keysOf(await list({ day: '2026-03-03' }))).toEqual(users.slice(1).map(keyOf));
  const again = await gateway.tributary('erase', '--user', erased);
  expect(again.results).toMatchObject([{ records: 0 }]);
});
