import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { ChannelDirectory } from '../../../../shared/provider/provider-adapter.ts';
import { onlyOne, toDraft, toUnrecognized } from '../../../support/result-reader.ts';

const provider = await loadProvider('ycloud');

const resultsOf = (body: JsonValue, channels: ChannelDirectory = {}) =>
  provider.normalize(body, { channels });
const draftsOf = (body: JsonValue, channels?: ChannelDirectory) =>
  resultsOf(body, channels).map((result) => toDraft(result, 'ycloud'));

const onlyDraft = (body: JsonValue, channels?: ChannelDirectory) =>
  toDraft(onlyOne(resultsOf(body, channels)), 'ycloud');

function callback(type: string, object: JsonObject): JsonObject {
  return { id: 'evt_1', type, apiVersion: 'v2', createTime: '2026-01-02T03:04:06.000Z', ...object };
}

const text = {
  id: 'own-1',
  wamid: 'wamid.1',
  from: '+447700900123',
  to: '+15550100001',
  type: 'text',
  text: { body: 'Hello' },
};

const received = (over: JsonObject = {}) =>
  callback('whatsapp.inbound_message.received', { whatsappInboundMessage: { ...text, ...over } });

const sent = {
  id: 'own-2',
  wamid: 'wamid.2',
  from: '+15550100001',
  to: '+447700900123',
  sendTime: '2026-01-02T03:04:01.000Z',
  updateTime: '2026-01-02T03:04:05.000Z',
};

const updated = (over: JsonObject) =>
  callback('whatsapp.message.updated', { whatsappMessage: { ...sent, ...over } });

describe('a message of a user', () => {
  it('has the time of the callback where it has none', () => {
    expect(onlyDraft(received()).occurredAt).toBe('2026-01-02T03:04:06.000Z');
  });

  it.each([
    ['JSON text', { ...received(), whatsappInboundMessage: JSON.stringify(text) }],
    ['a list of one', [{ ...received(), whatsappInboundMessage: [text] }]],
  ])('may come as %s', (_, body) => {
    expect(draftsOf(body)).toEqual(draftsOf(received()));
  });

  it.each([
    ['wamid', { id: null, wamid: '' }],
    ['to', { to: null }],
    ['from', { from: '' }],
  ])('is quarantined without what names it in %s', (field, over) => {
    const { path } = toUnrecognized(onlyOne(resultsOf(received(over))));
    expect(path).toBe(`$.whatsappInboundMessage.${field}`);
  });

  it('of a user who has only a username is from this username', () => {
    const over = { from: null, customerProfile: { username: 'ada.example' } };
    expect(onlyDraft(received(over)).data).toHaveProperty('message.user.id', 'ada.example');
  });

  it('of the history changes no user, and no app must reply to it', () => {
    const system = { type: 'user_changed_number', new_wa_id: '447700900124' };
    const body = callback('whatsapp.smb.history', {
      whatsappInboundMessage: { ...text, type: 'system', system },
    });
    expect(draftsOf(body).map(({ type }) => type)).toEqual(['history.message.received']);
  });
});

describe('the status of a message', () => {
  it.each([
    ['sent', '2026-01-02T03:04:01.000Z'],
    ['delivered', '2026-01-02T03:04:02.000Z'],
    ['read', '2026-01-02T03:04:05.000Z'],
    ['failed', '2026-01-02T03:04:05.000Z'],
  ])('%s has the time of this status, else that of the change', (status, occurredAt) => {
    const body = updated({ status, deliverTime: '2026-01-02T03:04:02.000Z' });
    expect(onlyDraft(body).occurredAt).toBe(occurredAt);
  });

  it.each([
    [
      'only YCloud',
      { errorCode: '402', errorMessage: 'No balance' },
      [['402', 'No balance', undefined]],
    ],
    [
      'only WhatsApp',
      { whatsappApiError: { code: 131026, message: 'Not sent', error_data: 'No phone' } },
      [['131026', 'Not sent', 'No phone']],
    ],
    [
      'both, in the same way',
      {
        errorCode: '131026',
        errorMessage: 'Not sent',
        whatsappApiError: {
          code: '131026',
          message: '(#131026) Other',
          error_user_msg: 'No phone',
        },
      },
      [['131026', 'Not sent', 'No phone']],
    ],
    [
      'both, in different ways',
      { errorCode: '402', whatsappApiError: { code: '131026' } },
      [
        ['402', undefined, undefined],
        ['131026', undefined, undefined],
      ],
    ],
    ['nobody', { errorCode: '', whatsappApiError: null }, []],
  ])('says what %s says about a failure', (_, over, expected) => {
    const { data } = onlyDraft(updated({ status: 'failed', ...over }));
    const errors = 'errors' in data ? (data.errors ?? []) : [];
    expect(errors.map(({ code, title, detail }) => [code, title, detail])).toEqual(expected);
  });

  it('of a group gives one event for each member, each of which stands alone', () => {
    const status = (recipientParticipantId: string) => ({
      id: 'wamid.3',
      status: 'read',
      timestamp: 1_767_323_045,
      recipientParticipantId,
    });
    const statuses = [status('447700900123'), status('447700900124')];
    const group = { groupId: 'group-1', type: 'message_status', statuses };
    const results = resultsOf(callback('whatsapp.message.updated', { whatsappGroup: group }));
    const drafts = results.map((result) => toDraft(result, 'ycloud'));
    expect(drafts.map(({ data }) => data)).toMatchObject([
      { groupId: 'group-1', participant: { phone: '447700900123' } },
      { groupId: 'group-1', participant: { phone: '447700900124' } },
    ]);
    for (const [index, { raw }] of drafts.entries()) {
      expect(onlyDraft(raw ?? null).data).toEqual(drafts[index]?.data);
    }
  });
});

it('a handover belongs to the conversation of messages where the number is configured', () => {
  const body = callback('whatsapp.meta_business_agent.handover.updated', {
    whatsappMetaBusinessAgent: {
      phoneNumberId: '200000000000301',
      consumerPhoneNumber: '+447700900123',
      controlState: 'APP_CONTROL_TAKEN',
    },
  });
  const channels = { '200000000000301': { phone: '15550100001' } };
  expect(onlyDraft(body, channels).data).toMatchObject({
    conversation: { key: 'whatsapp#15550100001#447700900123' },
  });
});

it('ids of Messenger never become phone numbers, though they look like some', () => {
  const body = callback('messenger.inbound_message.received', {
    messengerInboundMessage: { metaMessageId: 'm_1', from: '447700900123', to: '15550100001' },
  });
  expect(onlyDraft(body).data).toMatchObject({
    message: { user: { id: '447700900123' }, business: { id: '15550100001' } },
  });
});
