import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { ChannelDirectory } from '../../../../shared/provider/provider-adapter.ts';
import { toDraft } from '../../../support/result-reader.ts';

const provider = await loadProvider('gupshup');

const resultsOf = (body: JsonValue, channels: ChannelDirectory = {}) =>
  provider.normalize(body, { channels });
const draftsOf = (body: JsonValue, channels?: ChannelDirectory) =>
  resultsOf(body, channels)
    .filter(({ kind }) => kind !== 'ignored')
    .map((result) => toDraft(result, 'gupshup'));

const metadata = { display_phone_number: '15550100001', phone_number_id: '200000000000401' };

function callback(value: JsonObject, field = 'messages'): JsonObject {
  return { gs_app_id: 'app-1', entry: [{ changes: [{ field, value }] }] };
}

const status = (over: JsonObject): JsonObject => ({
  id: 'wamid.1',
  gs_id: 'own-1',
  status: 'read',
  recipient_id: '447700900123',
  ...over,
});

const text = { from: '447700900123', id: 'wamid.2', type: 'text', text: { body: 'Hello' } };

describe('what Gupshup adds to a status', () => {
  const dataOf = (over: JsonObject) =>
    draftsOf(callback({ metadata, statuses: [status(over)] })).map(({ data }) => data);

  it('is its id of the message', () => {
    expect(dataOf({})).toMatchObject([{ messageId: 'wamid.1', providerMessageId: 'own-1' }]);
    expect(dataOf({ id: null })).toMatchObject([{ messageId: 'own-1' }]);
    expect(dataOf({ id: 'own-1', meta_msg_id: 'wamid.1' })).toMatchObject([
      { messageId: 'wamid.1', providerMessageId: 'own-1' },
    ]);
  });

  it.each([
    [
      'code and reason',
      { code: '1004', reason: 'Inactive' },
      [{ code: '1004', title: 'Inactive' }],
    ],
    ['code only', { code: '1004' }, [{ code: '1004' }]],
    ['reason only', { reason: 'Inactive' }, [{ title: 'Inactive' }]],
    ['neither, as empty text', { code: '', reason: '' }, []],
    [
      'both, beside the errors of WhatsApp',
      { code: '1', reason: '?', errors: [{ code: 131_026, title: 'Not sent' }] },
      [{ code: '131026', title: 'Not sent' }],
    ],
  ])('is why it failed, in %s', (_, over, errors) => {
    expect(dataOf({ status: 'failed', ...over })).toMatchObject([{ errors }]);
  });
});

it('each item stands alone with what was sent, and with the app', () => {
  const test = { type: 'set-callback' };
  const value = {
    metadata,
    messages: [text],
    statuses: [test, status({ code: '1', reason: '?' })],
  };
  const results = resultsOf(callback(value));
  expect(results.map(({ kind }) => kind)).toEqual(['event', 'ignored', 'event']);
  expect(results[1]).toMatchObject({
    providerEvent: 'messages',
    reason: expect.stringContaining('tests'),
  });
  const [received, read] = draftsOf(callback(value));
  for (const draft of [received, read]) {
    expect(draft?.raw).toHaveProperty('gs_app_id', 'app-1');
    const [alone] = draftsOf(draft?.raw ?? null);
    expect({ ...alone, raw: undefined }).toEqual({ ...draft, raw: undefined });
  }
  expect(JSON.stringify(read?.raw)).toContain(JSON.stringify(status({ code: '1', reason: '?' })));
});

it('a message without a number of the business belongs to the app, or to its configured number', () => {
  const body = callback({ messages: [text] });
  const businessOf = (channels: ChannelDirectory) =>
    draftsOf(body, channels).map(({ data }) =>
      'message' in data ? data.message.business : undefined,
    );
  expect(businessOf({})).toEqual([{ id: 'app-1' }]);
  expect(businessOf({ 'app-1': { phone: '15550100001' } })).toEqual([{ phone: '15550100001' }]);
});

it('what another app receives is standby, with the same ids', () => {
  const body = callback({ metadata, standby: { statuses: [status({})] } }, 'standby');
  expect(draftsOf(body)).toMatchObject([
    { type: 'standby.message.status.updated', data: { providerMessageId: 'own-1' } },
  ]);
});

it('the price of a call names the call, and no message', () => {
  const billing = {
    deductions: { billable: 'true', model: 'PMP' },
    references: { conversation_type: 'CALL', id: 'wacid.1', destination: '447700900123' },
  };
  const [draft] = draftsOf(callback({ billing }, 'billing-event'));
  expect(draft?.data).toMatchObject({ conversation: { id: 'wacid.1', type: 'CALL' } });
  expect(draft?.data).not.toHaveProperty('messageId', 'wacid.1');
});

it('a received message has Gupshup’s own id beside WhatsApp’s', () => {
  const body = callback({ metadata, messages: [{ ...text, gs_id: 'own-2' }] });
  expect(draftsOf(body)).toMatchObject([
    { data: { message: { id: 'wamid.2', providerMessageId: 'own-2' } } },
  ]);
});

it.each([
  [7, '7'],
  ['', undefined],
  [{ a: 1 }, undefined],
  [null, undefined],
])('the app %j is the app %s', (gs_app_id, appId) => {
  const body = { ...callback({ metadata, messages: [text] }), gs_app_id };
  expect(draftsOf(body).map(({ account }) => account?.appId)).toEqual([appId]);
});
