import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { createResultReader } from '../../../support/result-reader.ts';

const adapter = await loadProvider('infobip');
const { draftOf, unrecognizedOf } = createResultReader(adapter);

const batch = (...results: JsonValue[]) => ({ results });

const message = (over: JsonObject = {}, content: JsonValue = { type: 'TEXT', text: 'Hello' }) =>
  batch({
    from: '447700900123',
    to: '15550100001',
    integrationType: 'WHATSAPP',
    receivedAt: '2026-11-21T03:04:05.000+0000',
    messageId: 'wamid.A',
    message: content,
    ...over,
  });

const report = (over: JsonObject = {}) =>
  batch({
    messageId: 'message-1',
    to: '447700900123',
    doneAt: '2026-11-21T03:04:07.000+0100',
    status: { groupId: 3, groupName: 'DELIVERED', id: 5, name: 'DELIVERED_TO_HANDSET' },
    ...over,
  });

const received = (over?: JsonObject, content?: JsonValue) =>
  draftOf('message.received', message(over, content)).data.message;
const updated = (over?: JsonObject) => draftOf('message.status.updated', report(over));

describe('the channel of a message', () => {
  it.each([
    ['WHATSAPP', 'whatsapp'],
    ['VIBER_BM', 'viber'],
    ['VIBER_BOT', 'viber'],
    ['FACEBOOK_MESSENGER', 'messenger'],
    ['INSTAGRAM_DM', 'instagram'],
    [' Line_Oa ', 'line'],
    ['rcs', 'rcs'],
    ['SMS', 'sms'],
  ])('%s is %s', (integrationType, channel) => {
    expect(draftOf('message.received', message({ integrationType })).channel).toBe(channel);
  });

  it.each(['KAKAO_CONSULTATION', 'APPLE_MB', 'OPEN_CHANNEL'])('%s is not known', (word) => {
    const draft = draftOf('message.received', message({ integrationType: word }));
    expect(draft).toMatchObject({ providerChannel: word });
    expect(draft).not.toHaveProperty('channel');
  });

  it('is WhatsApp where only its id of the message says so', () => {
    expect(draftOf('message.received', message({ integrationType: null })).channel).toBe(
      'whatsapp',
    );
  });

  it('is the configured one where nothing says it', () => {
    const channels = { shop: { channel: 'telegram' } } as const;
    const body = message({ integrationType: null, messageId: '7', to: 'shop', from: '123456789' });
    const draft = draftOf('message.received', body, channels);
    expect(draft).toMatchObject({
      channel: 'telegram',
      data: { message: { user: { id: '123456789' } } },
    });
  });
});

describe('a message', () => {
  it('may be JSON text', () => {
    expect(received({}, '{"type":"TEXT","text":"Hi"}').content).toEqual({
      kind: 'text',
      text: 'Hi',
    });
  });

  it('without an id is identified by its content', () => {
    const { id } = received({ messageId: '' });
    expect(id).toMatch(/^content:/);
    expect(received({ messageId: null }).id).toBe(id);
    expect(received({ messageId: null }, { type: 'TEXT', text: 'Other' }).id).not.toBe(id);
  });

  it('of SMS without its text has the text without keyword', () => {
    const sms = { messageId: 7, from: '447700900123', to: '15550100001', cleanText: 'Paris' };
    const draft = draftOf('message.received', batch({ ...sms, text: null }));
    expect(draft.channel).toBe('sms');
    expect(draft.data.message).toMatchObject({ id: '7', content: { kind: 'text', text: 'Paris' } });
  });

  it('of MMS may have one part', () => {
    const part = { contentType: 'image/png', url: 'https://media.example/1' };
    const body = message({ integrationType: null, messageId: '7' }, [part]);
    const draft = draftOf('message.received', body);
    expect(draft).toMatchObject({
      channel: 'mms',
      data: { message: { content: { kind: 'image' } } },
    });
  });

  it('keeps its event where the owner attached an object', () => {
    expect(received({ callbackData: { order: 7 } })).not.toHaveProperty('callbackData');
  });

  it.each([
    [{ type: 'TEXT' }, { kind: 'unknown', providerType: 'TEXT' }],
    [
      { type: 'REACTION', emoji: '👍' },
      { kind: 'unknown', providerType: 'REACTION' },
    ],
    [
      { type: 'POSTBACK', title: 'Start', payload: 'go' },
      { kind: 'button', text: 'Start', payload: 'go' },
    ],
    [{ type: 'PHOTO', url: 'https://media.example/a.jpeg?x=1' }, { kind: 'image' }],
    [{ type: 'FILE', url: 'https://media.example/a' }, { kind: 'document' }],
    ...Object.entries({
      image: ['JPG', 'jpeg', 'png', 'gif', 'webp'],
      video: ['mp4', 'mov', '3gp'],
      audio: ['mp3', 'ogg', 'aac', 'm4a'],
      document: ['pdf'],
    }).flatMap(([kind, endings]) =>
      endings.map((ending): [JsonObject, JsonObject] => [
        { type: 'FILE', url: `https://media.example/a.${ending}` },
        { kind },
      ]),
    ),
    [{ type: 'FILE', url: 'https://media.example/a', contentType: 'audio/ogg' }, { kind: 'audio' }],
    [{ type: 'FILE', url: 'https://media.example/a', contentType: 'mp4' }, { kind: 'video' }],
    [{ type: 'CONTACT' }, { kind: 'contacts', contacts: [] }],
    [{ type: 'ORDER' }, { kind: 'order', items: [] }],
    [
      { type: ' text ', text: 'Hello' },
      { kind: 'text', text: 'Hello' },
    ],
    [{ text: 'Hello' }, { kind: 'text', text: 'Hello' }],
    [{ type: 'UNSUPPORTED' }, { kind: 'unsupported', providerType: 'UNSUPPORTED', errors: [] }],
  ])('that says %j has the content %j', (content, expected) => {
    expect(received({}, content).content).toEqual(expected);
  });
});

describe('a message of the Messages API', () => {
  const event = (content: JsonValue, over: JsonObject = {}) =>
    batch({
      event: 'MO',
      channel: 'WHATSAPP',
      sender: '447700900123',
      destination: '15550100001',
      receivedAt: '2026-11-21T03:04:05.000+0000',
      messageId: 'message-1',
      content,
      ...over,
    });
  const said = (...content: JsonValue[]) =>
    draftOf('message.received', event(content)).data.message;

  it('has the text beside its file as the caption', () => {
    const file = { type: 'DOCUMENT', url: 'https://media.example/a.pdf' };
    const text = { type: 'TEXT', text: 'Our prices' };
    expect(said(file, text)).toMatchObject({
      content: { kind: 'document' },
      media: [{ url: 'https://media.example/a.pdf', caption: 'Our prices' }],
    });
    const page = { type: 'URL', url: 'https://shop.example/a' };
    expect(said(text, page).content).toEqual({
      kind: 'share',
      type: 'url',
      url: 'https://shop.example/a',
      text: 'Our prices',
    });
    const place = { type: 'LOCATION', latitude: 51.5, longitude: 0 };
    expect(said(place, text).content).toMatchObject({ kind: 'location', name: 'Our prices' });
  });

  it('has all of its texts', () => {
    const texts = ['One', 'Two'].map((text) => ({ type: 'TEXT', text }));
    expect(said(...texts).content).toEqual({ kind: 'text', text: 'One\nTwo' });
  });

  it.each([
    [[], { kind: 'unknown' }],
    [[{ type: 'SOMETHING' }], { kind: 'unknown', providerType: 'SOMETHING' }],
    [[{ type: 'LOCATION' }], { kind: 'unknown', providerType: 'LOCATION' }],
    [
      [{ type: 'BUTTON_REPLY', text: 'Yes', id: '1' }],
      { kind: 'button_reply', id: '1', title: 'Yes' },
    ],
    [
      [{ type: ' button_reply ', text: 'Yes', id: '1' }],
      { kind: 'button_reply', id: '1', title: 'Yes' },
    ],
    [
      [{ type: 'URL', url: 'https://shop.example/a', text: 'Our prices' }],
      { kind: 'share', type: 'url', url: 'https://shop.example/a', text: 'Our prices' },
    ],
    [
      [{ type: 'FORM_RESPONSE', text: 'Sent', selections: [] }],
      { kind: 'flow_reply', text: 'Sent', responseJson: '[]' },
    ],
    [
      [{ type: 'AUTHENTICATION_RESPONSE', authCode: 'code-1' }],
      { kind: 'flow_reply', responseJson: '{"authCode":"code-1"}' },
    ],
    [
      [{ type: 'AUTHENTICATION_RESPONSE', error: 'denied' }],
      { kind: 'flow_reply', responseJson: '{"error":"denied"}' },
    ],
  ])('that says %j has the content %j', (content, expected) => {
    expect(said(...content).content).toEqual(expected);
  });

  it('has no file of a place that has a link', () => {
    const place = {
      type: ' Location ',
      latitude: 51.5,
      longitude: 0,
      url: 'https://maps.example/1',
    };
    expect(said(place)).toMatchObject({ content: { kind: 'location' }, media: [] });
    expect(received({}, place)).toMatchObject({ content: { kind: 'location' }, media: [] });
  });

  it('has a reaction taken back', () => {
    const content = [{ type: 'REACTION', emoji: '👍', action: 'REMOVED' }];
    const draft = draftOf('message.received', event(content, { pairedMessageId: 'message-0' }));
    expect(draft.data.message.content).toEqual({ kind: 'reaction', messageId: 'message-0' });
  });

  it('and its reports name the user as the destination', () => {
    const sides = { sender: '15550100001', destination: '447700900123', channel: 'SMS' };
    const delivered = updated({ event: 'DELIVERY', to: null, ...sides });
    const seen = draftOf(
      'message.status.updated',
      batch({ event: 'SEEN', messageId: '1', seenAt: '2026-11-21T03:04:05.000Z', ...sides }),
    );
    for (const { channel, data } of [delivered, seen]) {
      expect(channel).toBe('sms');
      expect(data).toMatchObject({
        business: { phone: '15550100001' },
        user: { phone: '447700900123' },
      });
    }
  });
});

describe('the status of a message', () => {
  it.each([
    [{ groupId: 1, groupName: 'PENDING', id: 26, name: 'PENDING_ACCEPTED' }, 'created'],
    [{ groupId: 3, groupName: 'DELIVERED', id: 2 }, 'sent'],
    [{ groupId: '3', id: '5' }, 'delivered'],
    [{ groupId: 1 }, 'created'],
    [{ groupId: 2 }, 'failed'],
    [{ groupId: 4 }, 'failed'],
    [{ groupId: 5 }, 'failed'],
    [{ name: 'REJECTED_DND' }, 'failed'],
    [{ name: 'DELIVERED_TO_HANDSET' }, 'delivered'],
    [{ name: 'delivered_to_operator' }, 'sent'],
    [{ groupId: 4, groupName: 'Expired', id: 29, name: 'EXPIRED_DLR_UNKNOWN' }, 'failed'],
  ])('%j is %s', (status, expected) => {
    expect(updated({ status }).data.status).toBe(expected);
  });

  it('has the error that Infobip reports, else the status itself', () => {
    const status = { groupName: 'UNDELIVERABLE', id: 9, name: 'UNDELIVERABLE_NOT_DELIVERED' };
    expect(updated({ status }).data.errors).toEqual([
      { code: '9', title: 'UNDELIVERABLE_NOT_DELIVERED' },
    ]);
    const error = { id: 27, name: 'EC_ABSENT_SUBSCRIBER', permanent: false };
    expect(updated({ status, error }).data.errors).toEqual([
      { code: '27', title: 'EC_ABSENT_SUBSCRIBER' },
    ]);
  });

  it.each([
    [{ channel: 'SMS' }, 'sms'],
    [{ contact: { userId: 'GB.1A2' } }, 'whatsapp'],
    [{ price: { trafficType: 'BASIC' } }, 'rcs'],
    [{ smsCount: 2 }, 'sms'],
    [{}, undefined],
  ])('with %j is of the channel %s', (over, channel) => {
    expect(updated(over).channel).toBe(channel);
  });

  it('is of the channel that the owner configured for its sender', () => {
    const channels = { ShopService: { channel: 'viber' } } as const;
    const body = report({ sender: 'ShopService', smsCount: 1 });
    expect(draftOf('message.status.updated', body, channels).channel).toBe('viber');
  });

  it('keeps all digits of a small price', () => {
    const { pricing } = updated({ price: { pricePerMessage: 1e-7, currency: 'EUR' } }).data;
    expect(pricing).toEqual({ amount: '0.0000001', currency: 'EUR' });
  });
});

describe('a list of results', () => {
  it('gives the results of its items in their order', () => {
    const [one, two] = [report({ messageId: '1' }), message()];
    const results = adapter.normalize(batch(...one.results, null, ...two.results), {
      channels: {},
    });
    expect(results.map(({ kind }) => kind)).toEqual(['event', 'unrecognized', 'event']);
  });

  it('may be its only item', () => {
    const [item = null] = message().results;
    expect(draftOf('message.received', { results: item }).data.message.id).toBe('wamid.A');
  });

  it('may be empty, which is quarantined', () => {
    expect(unrecognizedOf(batch())).toMatchObject({ reason: 'unknown_provider_event' });
  });
});

it('a payment names the message with the order, and is quarantined without its state', () => {
  const paid = {
    type: 'INTERACTIVE_PAYMENT_CONFIRMATION',
    referenceId: '7',
    context: { id: 'w-1' },
  };
  const { data } = draftOf('payment.updated', message({}, { ...paid, status: 'captured' }));
  expect(data).toMatchObject({ referenceId: '7', current: 'captured', messageId: 'w-1' });
  expect(unrecognizedOf(message({}, paid))).toMatchObject({ path: '$.results[0].message.status' });
});

it.each([
  [{ from: '15550100001' }, {}],
  [{}, { sender: '15550100001' }],
])('a marketing preference is about the business in %j or %j', (around, inside) => {
  const content = { from: '447700900123', notificationMessagesStatus: 'stop', ...inside };
  const { business } = draftOf('user.updated', { ...around, content }).data;
  expect(business).toEqual({ phone: '15550100001' });
});
