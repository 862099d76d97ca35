import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import { readAgain } from '../../../tools/operator/replay/read-again.ts';
import { fullSecret, genuineCallback } from '../../support/genuine-callback.ts';
import { createMemorySecretSource } from '../../support/memory-secret-source.ts';
import { createPorts } from './callback-ports.ts';

const receivedAt = '2026-04-08T00:00:00.000Z';

/** Receives bodies one after the other: what was published, and what was stored beside it. */
async function receiveAll(
  provider: string,
  bodies: readonly (string | Uint8Array)[],
  headers: Readonly<Record<string, string>> = {},
) {
  const adapter = await loadProvider(provider);
  const { ports, stored, records, payload } = createPorts({
    secrets: createMemorySecretSource(fullSecret),
  });
  for (const body of bodies) {
    const request = genuineCallback(adapter, Buffer.from(body), {
      receivedAt: new Date(receivedAt),
    });
    const sent = { ...request, headers: { ...request.headers, ...headers } };
    expect((await receiveCallback(sent, adapter, ports)).status).toBe(200);
  }
  const events = stored.map(({ event }) => event);
  return {
    adapter,
    stored,
    events,
    messages: events.filter(isMessageEvent).map(({ detail }) => detail.data.message),
    conversations: stored.flatMap(({ conversation }) => conversation ?? []),
    notPublished: records.records().filter(({ isPublished }) => !isPublished),
    payload,
  };
}

/** A message of INCS; `fields` are JSON text. */
function incsMessage(fields: Readonly<Record<string, string>>): string {
  const all = {
    ...{ id: '260400000077', auth_id: '30058', session_type: '1', sender: '"447700900123"' },
    ...{ receiver: '"incs_1"', type: '101', content: '{"content":"Hi"}' },
    ...{ created_at: '"2026-04-07T12:00:00.000000Z"' },
    ...fields,
  };
  const json = Object.entries(all).map(([name, value]) => `"${name}":${value}`);
  return `{"event":"message_created","message":{${json.join()}}}`;
}

describe('two messages are both published', () => {
  it.each([
    ['large integers', '9223372036854775807', '9223372036854775806'],
    ['large integers with a fraction of zeros', '9223372036854775807.0', '9223372036854775806.0'],
    ['large integers with an exponent', '9.223372036854775807e18', '9.223372036854775806e18'],
    ['large integers in two notations', '9223372036854775807.0', '9.223372036854775806e18'],
    ['long fractions', '1234567890.123456789', '1234567890.123456788'],
    ['halves of an emoji', String.raw`"a\ud83d"`, String.raw`"a\ud83e"`],
    ['half an emoji and its escape', String.raw`"a\ud83d"`, String.raw`"a\\uD83D"`],
    ['half an emoji and a replacement character', String.raw`"a\ud83d"`, String.raw`"a\ufffd"`],
    ['a separator', '"a#message"', '"a"'],
  ])('whose ids differ only in %s', async (_what, one, other) => {
    const bodies = [one, other].map((id) => incsMessage({ id, channel_msg_id: id }));
    const { messages, notPublished } = await receiveAll('incs', bodies);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(2);
    expect(notPublished).toEqual([]);
  });

  it('also when their ids stand in a list', async () => {
    const text = (id: string) =>
      `{"id":${id},"from":"447700900123","timestamp":"1775563200","type":"text","text":{"body":"Hi"}}`;
    const value = `{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100001","phone_number_id":"106"},"messages":[${text('9223372036854775807.0')},${text('9.223372036854775806e18')}]}`;
    const body = `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":${value}}]}]}`;
    const { messages } = await receiveAll('meta', [body]);
    expect(messages.map(({ id }) => id)).toEqual(['9223372036854775807', '9223372036854775806']);
  });
});

it.each([
  '9223372036854775807',
  '9223372036854775807.0',
  '9.223372036854775806e18',
  '1234567890.123456789',
  String.raw`"a\ud83d"`,
])('a message has the same id when its raw JSON is read again: %s', async (id) => {
  const body = incsMessage({ id, channel_msg_id: id });
  const { adapter, stored, events } = await receiveAll('incs', [body]);
  const record = stored[0];
  if (record?.raw === undefined) throw new Error('no raw JSON');
  const again = readAgain(record.raw, record.event, { provider: adapter, channels: {} });
  expect(again.records.map(({ event }) => event)).toEqual(events);
});

it('one message is published once, in whatever notation its id is', async () => {
  const ids = ['9223372036854775807', '9223372036854775807.0', '9.223372036854775807e18'];
  const { messages, notPublished } = await receiveAll(
    'incs',
    ids.map((id) => incsMessage({ id })),
  );
  expect(messages.map(({ id }) => id)).toEqual(['9223372036854775807']);
  expect(notPublished).toEqual([]);
});

it('bodies that differ in an invalid byte are both quarantined, byte by byte', async () => {
  const [before = '', after = ''] = incsMessage({ channel_msg_id: '"wamid.@"' }).split('@');
  const bodies = [0xfe, 0xff].map((byte) =>
    Buffer.concat([Buffer.from(before), Buffer.of(byte), Buffer.from(after)]),
  );
  const { events, payload } = await receiveAll('incs', bodies);
  expect(events.map((event) => event['detail-type'])).toEqual([
    'callback.quarantined',
    'callback.quarantined',
  ]);
  expect(payload.size).toBe(2);
});

it('bodies that differ in a byte that AWS replaces are quarantined: their ids could become one', async () => {
  const body = incsMessage({ channel_msg_id: '"wamid.\ufffd"' });
  const headers = { 'content-length': `${Buffer.byteLength(body) - 2}` };
  const { events } = await receiveAll('incs', [body], headers);
  expect(events.map((event) => event['detail-type'])).toEqual(['callback.quarantined']);
});

it('a body with a byte order mark is the same as without', async () => {
  const body = incsMessage({});
  const { messages, notPublished } = await receiveAll('incs', [`\ufeff${body}`, body]);
  expect(messages).toHaveLength(1);
  expect(notPublished).toEqual([]);
});

describe('two conversations stay two', () => {
  it.each([
    [
      'a separator in an id',
      incsMessage({ auth_id: '"a"', sender: '"b#c"', channel_msg_id: '"wamid.1"' }),
      incsMessage({ auth_id: '"a#b"', sender: '"c"', channel_msg_id: '"wamid.2"' }),
      ['whatsapp#a#b%23c', 'whatsapp#a%23b#c'],
    ],
    [
      'a user who is called as a group',
      incsMessage({ session_type: '1', sender: '"group:979"', channel_msg_id: '"wamid.1"' }),
      incsMessage({ session_type: '2', conversation_id: '979', channel_msg_id: '"wamid.2"' }),
      ['whatsapp#30058#group%3A979', 'whatsapp#30058#group:979'],
    ],
  ])('with %s', async (_what, one, other, keys) => {
    const { messages, conversations } = await receiveAll('incs', [one, other]);
    expect(messages.map(({ conversation }) => conversation.key)).toEqual(keys);
    expect(new Set(conversations.map(({ partition }) => partition)).size).toBe(2);
  });
});

it('no provider can put a message at the end of a conversation for ever', async () => {
  const body = {
    eventType: 'up-message-event',
    appId: 'app',
    channelType: 0,
    businessPhone: '15550100001',
    from: { phone: '447700900123' },
    messageId: 'of-the-future',
    message: { type: 'text', text: { body: 'first' } },
    timestamp: 89_999_999_999,
  };
  const { events, conversations } = await receiveAll('itnio', [JSON.stringify(body)]);
  expect(conversations).toEqual([
    { partition: 'whatsapp#15550100001#447700900123', sort: '2026-04-08T00:00:00' },
  ]);
  expect(events[0]?.detail.metadata).toMatchObject({
    occurredAt: receivedAt,
    occurredAtSource: 'receipt',
    providerOccurredAt: '4821-12-26T15:59:59.000Z',
  });
});
