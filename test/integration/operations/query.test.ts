import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { type OperatedGateway, startOperatedGateway } from './operated-gateway.ts';

/** What a support team asks by number and by time, in the deployed template on the emulator. */
let gateway: OperatedGateway;

const business = '15550100001';
const user = '447700900123';

beforeAll(async () => {
  gateway = await startOperatedGateway();
  for (const fixture of [
    'incs/new_message.whatsapp-text',
    'incs/new_message.rcs-text',
    'innopaas/whatsapp_template_status_updated.rejected',
    'innopaas/whatsapp_phone_number_quality_update.flagged',
    'itnio/account_update.ban',
    'meta/calls.connect',
    'meta/messages.payment-captured',
  ]) {
    expect(await gateway.send(fixture), fixture).toBe(200);
  }
  for (const words of [
    ['message.status.updated', '--provider', 'meta', '--with', 'status=failed'],
    ['message.status.updated', '--provider', 'incs', '--with', 'status=failed'],
    ['message.status.updated', '--provider', 'incs', '--with', 'status=delivered'],
    [
      'user.updated',
      '--provider',
      'meta',
      '--with',
      'aspect=preferences',
      '--set',
      `user.phone=${user}`,
    ],
  ]) {
    expect(await gateway.tributary('trigger', ...words)).toMatchObject({ code: 0 });
  }
});

afterAll(() => gateway?.close());

const query = (...words: readonly string[]) => gateway.tributary('query', ...words);

describe('query by number', () => {
  it('finds everything of a user over all channels, in any spelling', async () => {
    const { code, results } = await query(
      'number',
      '+44 (7700) 900-123',
      '--business',
      `+${business}`,
    );
    expect(code).toBe(0);
    const [found] = results as {
      messages: { message: { metadata: { channel: string } } }[];
      users: { provider: string }[];
    }[];
    const channels = found?.messages.map(({ message }) => message.metadata.channel);
    expect(new Set(channels)).toEqual(new Set(['whatsapp']));
    expect(found?.users.map(({ provider }) => provider)).toEqual(['meta']);
    const channel = '30058';
    const both = await query('number', user, '--business', business, '--business', channel);
    const [page] = both.results as { messages: { message: { metadata: { channel: string } } }[] }[];
    expect(new Set(page?.messages.map(({ message }) => message.metadata.channel))).toEqual(
      new Set(['whatsapp', 'rcs']),
    );
  });

  it('finds the same by a scan, without the businesses', async () => {
    const { results } = await query('number', '00447700900123');
    const [{ events }] = results as [{ events: { detail: { metadata: { channel?: string } } }[] }];
    const channels = events.map(({ detail }) => detail.metadata.channel);
    expect(channels).toEqual(expect.arrayContaining(['whatsapp', 'rcs']));
  });

  it.each([
    ['template', ['innopaas', '400000000000031'], { status: 'REJECTED' }],
    ['phone', ['innopaas', '+1 555 010 0001'], { latest: { quality: {} } }],
    ['account', ['itnio', '102000000000001'], { latest: {} }],
    ['call', ['meta', 'wacid.HBgMNDQ3NzAwOTAwMTIz'], { history: [{}] }],
    ['payment', ['meta', '200000000000001', 'ref-2026-0001'], { history: [{}] }],
    ['user', ['meta', '+44 7700 900123'], { preferences: {} }],
  ])('prints the state and history of a %s', async (subject, names, state) => {
    const { code, results, errors } = await query(subject, ...names);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(results).toMatchObject([state]);
  });
});

describe('query by time', () => {
  const eventsOf = (results: readonly object[]) =>
    (results as readonly { events: { source: string; detail: { data: object } }[] }[]).flatMap(
      ({ events }) => events,
    );

  it('prints the last events of a provider, the newest first', async () => {
    const { results } = await query('events', '--provider', 'incs', '--limit', '2');
    expect(results).toMatchObject([{ events: [{}, {}], matched: expect.any(Number) }]);
    const events = eventsOf(results) as unknown as {
      detail: { metadata: { occurredAt: string } };
    }[];
    const times = events.map(({ detail }) => detail.metadata.occurredAt);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(new Set(eventsOf(results).map(({ source }) => source))).toEqual(
      new Set(['tributary.incs']),
    );
  });

  it('prints the failed statuses of today, and of a provider', async () => {
    const all = await query('failures');
    expect(eventsOf(all.results)).toHaveLength(2);
    const ofIncs = await query('failures', '--provider', 'incs');
    expect(eventsOf(ofIncs.results)).toMatchObject([{ detail: { data: { status: 'failed' } } }]);
    expect(await query('failures', '--day', '2020-01-01')).toMatchObject({ code: 1 });
  });

  it('prints events by their type, their fields and their time', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { results } = await query(
      ...['events', '--type', 'message.status.updated', '--with', 'status=delivered'],
      ...['--from', today],
    );
    expect(eventsOf(results)).toMatchObject([{ detail: { data: { status: 'delivered' } } }]);
  });
});

describe('at a terminal', () => {
  /** What a person sees. */
  async function shown(...words: readonly string[]): Promise<string> {
    const lines: string[] = [];
    const code = await runTributary(['query', ...words, '--port', new URL(gateway.origin).port], {
      out: (line) => lines.push(line),
      error: () => {},
      terminal: { columns: 160, hasColors: false },
      readValue: () => Promise.reject(new Error('a value was read')),
      now: () => new Date(),
      waitMs: (ms) => setTimeout(ms),
    });
    expect(code).toBe(0);
    return lines.join('\n');
  }
  const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ`;

  it.each([
    [['conversation', business, user], `^${time}  → .+: .+`],
    [['number', user, '--business', business], `^whatsapp#${business}#${user}  ${time}  → `],
    [['failures'], `^${time}  message.status.updated  (incs|meta) .*failed`],
    [['events', '--limit', '1'], '^1 of \\d+ events, the newest first$'],
    [['template', 'innopaas', '400000000000031'], '^status  REJECTED$'],
    [['phone', 'innopaas', business], `^  ${time}  phone.updated `],
    [['user', 'meta', user], `^  \\S+  ${time}  user.updated `],
    [['records', `phone#innopaas#${business}`], `^quality#\\S+  ${time}  phone.updated `],
  ])('query %j prints lines', async (words, line) => {
    const text = await shown(...words);
    expect(text).toMatch(new RegExp(line, 'm'));
    expect(text).not.toMatch(/^[{[]|undefined|\[object/m);
  });

  it('query message prints what happened to it', async () => {
    const { results } = await query('events', '--provider', 'incs', '--type', 'message.received');
    const [{ events }] = results as [
      { events: { detail: { data: { message: { id: string } } } }[] },
    ];
    const id = events[0]?.detail.data.message.id ?? '';
    expect(await shown('message', id)).toMatch(new RegExp(`^${time}  message.received .*\n`));
  });
});

it.each([
  ['message', 'INCS', 'wamid.A'],
  ['template', 'inc', '1'],
  ['callback-data', 'incss', 'order-7'],
])('names the provider that was meant: query %s %s %s', async (...words) => {
  const { code, errors } = await query(...words);
  expect([code, errors]).toEqual([2, expect.stringContaining('did you mean incs?')]);
});

it.each([
  [1, ['template', 'incs', 'nothing']],
  [1, ['events', '--provider', 'gupshup']],
  [2, ['template', 'incs']],
  [2, ['payment', 'meta', '1']],
  [2, ['template', 'incs', '1', '2']],
  [2, ['number']],
  [2, ['number', 'gb.13491208655302741918']],
  [2, ['events', 'incs']],
  [2, ['events', '--type', 'message.recieved']],
  [2, ['events', '--limit', '0']],
  [2, ['failures', '--day', 'today']],
])('ends with %i for query %j', async (expected, words) => {
  expect(await query(...words)).toMatchObject({ code: expected });
});
