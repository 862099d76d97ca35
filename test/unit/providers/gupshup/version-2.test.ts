import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { ChannelDirectory } from '../../../../shared/provider/provider-adapter.ts';
import { onlyOne, toDraft, toUnrecognized } from '../../../support/result-reader.ts';

const provider = await loadProvider('gupshup');

const resultsOf = (body: JsonValue, channels: ChannelDirectory = {}) =>
  provider.normalize(body, { channels });
const onlyDraft = (body: JsonValue, channels?: ChannelDirectory) =>
  toDraft(onlyOne(resultsOf(body, channels)), 'gupshup');

function callback(type: string, payload: JsonValue, over: JsonObject = {}): JsonObject {
  return { app: 'ExampleShoes', timestamp: 1_767_323_045_123, version: 2, type, payload, ...over };
}

function message(type: string, payload: JsonValue, over: JsonObject = {}): JsonObject {
  const known = { id: 'wamid.1', source: '447700900123', type, payload };
  return callback('message', { ...known, ...over });
}

const contentOf = (body: JsonValue) => {
  const { data } = onlyDraft(body);
  return 'message' in data ? data.message.content : undefined;
};

describe('the business of a callback', () => {
  const text = message('text', { text: 'Hello' });
  const businessOf = (body: JsonValue, channels?: ChannelDirectory) => {
    const { data } = onlyDraft(body, channels);
    return 'message' in data ? data.message.business : undefined;
  };

  it('is the number in the envelope', () => {
    const channels = { ExampleShoes: { phone: '15550100002' } };
    expect(businessOf({ ...text, phone: '15550100001' }, channels)).toEqual({
      phone: '15550100001',
    });
  });

  it.each(['ExampleShoes', 'app-1'])('else the number that is configured for %s', (key) => {
    const channels = { [key]: { phone: '15550100002' } };
    expect(businessOf({ ...text, appId: 'app-1' }, channels)).toEqual({ phone: '15550100002' });
  });

  it('else the app', () => {
    expect(businessOf(text)).toEqual({ id: 'ExampleShoes' });
    expect(businessOf({ ...text, app: '', appId: 'app-1' })).toEqual({ id: 'app-1' });
  });

  it('is never the number of the user', () => {
    expect(businessOf({ ...text, phone: '+44 7700 900123' })).toEqual({ id: 'ExampleShoes' });
  });
});

describe('a message', () => {
  it.each([
    ['without content', message('text', null), { kind: 'unknown', providerType: 'text' }],
    [
      'without a type',
      message('', { text: 'Hello' }),
      { kind: 'unknown', providerType: undefined },
    ],
    [
      'of a type of WhatsApp that is not documented',
      message('order', { catalog_id: '1', product_items: [] }),
      { kind: 'order', catalogId: '1', text: undefined, items: [] },
    ],
    [
      'of such a type that cannot be read',
      message('reaction', { emoji: '👍' }),
      { kind: 'unknown', providerType: 'reaction' },
    ],
    [
      'of a quick reply with a title and a value',
      message('quick_reply', { title: 'Yes', postbackText: 'yes-1' }),
      { kind: 'button', text: 'Yes', payload: 'yes-1' },
    ],
  ])('%s is received all the same', (_, body, content) => {
    expect(contentOf(body)).toEqual(content);
  });

  it('of a documented type that cannot be read is quarantined, and says where', () => {
    const body = message('text', { text: { body: 'Hello' } });
    expect(toUnrecognized(onlyOne(resultsOf(body))).path).toBe('$.payload.payload');
  });

  it('of a type that is not documented has its file', () => {
    const file = { url: 'https://media.example/voice', contentType: 'audio/ogg' };
    expect(onlyDraft(message('voice', file)).data).toMatchObject({
      message: {
        content: { kind: 'audio', voice: true },
        media: [{ url: 'https://media.example/voice', mimeType: 'audio/ogg' }],
      },
    });
  });

  it('names the user by the sender, else by the source', () => {
    const sender = { phone: '447700900124', userId: 'GB.1', parentUserId: 'GB.ENT.2' };
    expect(onlyDraft(message('text', { text: 'Hello' }, { sender })).data).toMatchObject({
      message: { user: { phone: '447700900124', id: 'GB.1', parentId: 'GB.ENT.2' } },
    });
    expect(onlyDraft(message('text', { text: 'Hello' }, { sender: {} })).data).toMatchObject({
      message: { user: { phone: '447700900123' } },
    });
  });
});

describe('the ids of a status', () => {
  const status = (payload: JsonObject) =>
    onlyDraft(callback('message-event', { destination: '447700900123', ...payload })).data;

  it.each([
    ['enqueued', { id: 'own-1', payload: { whatsappMessageId: 'wamid.1' } }, 'wamid.1', 'own-1'],
    ['delivered', { id: 'wamid.1', gsId: 'own-1' }, 'wamid.1', 'own-1'],
    ['read', { id: 'wamid.1' }, 'wamid.1', undefined],
    ['failed', { id: 'own-1', payload: { code: 1002 } }, 'own-1', undefined],
    ['failed', { gsId: 'own-1', payload: { code: 470 } }, 'own-1', undefined],
  ])('%s: WhatsApp’s where it is there, and Gupshup’s beside it', (type, over, id, ownId) => {
    const data = status({ type, ...over });
    expect(data).toMatchObject({ messageId: id });
    expect('providerMessageId' in data ? data.providerMessageId : undefined).toBe(ownId);
  });
});

it('the test of the callback URL is ignored, and an opt-out is not', () => {
  const test = callback('user-event', { phone: 'callbackSetPhone', type: 'sandbox-start' });
  expect(onlyOne(resultsOf(test)).kind).toBe('ignored');
  const optOut = callback('user-event', { phone: '447700900123', type: 'opted-out' });
  expect(onlyDraft(optOut).type).toBe('user.updated');
});

it('an event of version 2 that is not known is quarantined, also one with the name of a field', () => {
  const unknown = callback('new-event', { id: '1', payload: { text: 'Hello' } });
  expect(toUnrecognized(onlyOne(resultsOf(unknown))).reason).toBe('unknown_provider_event');
  expect(onlyOne(resultsOf(callback('flows', {}))).kind).toBe('unrecognized');
});

describe('an event of an account', () => {
  const account = (payload: JsonObject, type = 'status-event') =>
    callback('account-event', { type, payload });

  it.each([
    ['account_disabled', { state: 'account_disabled' }],
    ['ACCOUNT_REINSTATED', { state: 'ACCOUNT_REINSTATED' }],
    ['ACCOUNT_VIOLATION', undefined],
  ])('%s has the ban %j', (status, ban) => {
    const { data } = onlyDraft(account({ status }));
    expect('ban' in data ? data.ban : undefined).toEqual(ban);
  });

  it.each([
    account({}, 'tier-event'),
    account({}, 'pndn-event'),
    account({}),
    account({ event: 'UPGRADE' }, 'new-event'),
    callback('template-event', { status: 'APPROVED' }),
    callback('template-event', { id: '1' }),
    callback('billing-event', null),
    { ...message('text', { text: 'Hello' }), app: '' },
  ])('is quarantined without what it is about: %j', (body) => {
    expect(onlyOne(resultsOf(body)).kind).toBe('unrecognized');
  });

  it('may name its template by the name alone', () => {
    const update = { elementName: 'hello', status: 'APPROVED' };
    expect(onlyDraft(callback('template-event', update)).data).toMatchObject({
      template: { name: 'hello' },
      current: 'APPROVED',
    });
  });
});

it.each([[7], [{ a: 1 }], [true]])('a callback whose type is %j is quarantined', (type) => {
  const { reason } = toUnrecognized(onlyOne(resultsOf({ type, payload: {} })));
  expect(reason).toBe('unknown_provider_event');
});

it('the reason for which a price is quarantined names where it should stand', () => {
  const { path } = toUnrecognized(
    onlyOne(resultsOf(callback('billing-event', { deductions: {}, references: {} }))),
  );
  expect(path).toBe('$.payload.deductions');
});
