import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import { type JsonObject, type JsonValue, withoutEmpty } from '../../../../shared/json.ts';
import { draftOf, messageOf, unrecognizedOf, userPhone } from './callbacks.ts';

const provider = await loadProvider('incs');

describe('an INCS body', () => {
  it.each([null, 'text', 7, [], [[]], [{ event: 'new_message' }, { event: 'new_message' }]])(
    'must be an object (%j)',
    (body) => {
      expect(unrecognizedOf(body)).toMatchObject({ reason: 'not_an_object' });
    },
  );

  it.each([
    ['channel_connected', 'channel_connected'],
    ['constructor', 'constructor'],
    ['call +44 7700 900123', undefined],
    [7, undefined],
  ])('of an unknown event is unrecognized (%j)', (event, providerEvent) => {
    expect(unrecognizedOf({ event })).toMatchObject({
      reason: 'unknown_provider_event',
      providerEvent,
      path: '$.event',
    });
  });
});

describe('message_status_update', () => {
  const callback: JsonObject = {
    event: 'message_status_update',
    channel_id: 30058,
    business_phone: '15550100001',
    message_id: 'wamid.OUT',
    message_status: 'read',
    error: null,
    received_at: 1754466101,
  };

  it('is on WhatsApp when the id is WhatsApp’s', () => {
    expect(draftOf(callback, { 30058: { channel: 'rcs' } })).toEqual({
      type: 'message.status.updated',
      providerEvent: 'message_status_update',
      channel: 'whatsapp',
      account: { channelId: '30058' },
      occurredAt: '2025-08-06T07:41:41.000Z',
      data: {
        messageId: 'wamid.OUT',
        status: 'read',
        business: { phone: '15550100001' },
        errors: [],
      },
    });
  });

  it('has the configured channel and number when the callback has neither', () => {
    const channels = { 30058: { channel: 'rcs' as const, phone: '15550100009' } };
    const body = { ...callback, message_id: '019cc232', business_phone: '' };
    expect(draftOf(body, channels)).toMatchObject({
      channel: 'rcs',
      data: { business: { phone: '15550100009' } },
    });
  });

  it('has the number in the callback rather than the configured one', () => {
    expect(draftOf(callback, { 30058: { phone: '15550100009' } }).data).toMatchObject({
      business: { phone: '15550100001' },
    });
  });

  it('names no business in older revisions', () => {
    const { channel_id: _c, business_phone: _p, ...older } = callback;
    const { data, ...around } = draftOf(older);
    expect(around).not.toHaveProperty('account');
    expect(data).toEqual({ messageId: 'wamid.OUT', status: 'read', errors: [] });
  });

  it.each<JsonValue>([
    { code: 131049, title: 'Not delivered' },
    { code: 131049, title: '131049: Not delivered' },
    { code: 131049, message: '(#131049) Not delivered' },
    [{ code: '131049', title: 'Not delivered' }],
    '131049: Not delivered',
  ])('has the reason of a failure: %j', (error) => {
    const failed = { ...callback, message_status: 'failed', error };
    expect(draftOf(failed).data).toMatchObject({
      status: 'failed',
      errors: [{ code: '131049', title: 'Not delivered' }],
    });
  });

  it('may have a word of RCS', () => {
    const message_status = 'TTL_EXPIRATION_REVOKED';
    expect(draftOf({ ...callback, message_id: '019cc232', message_status }).data).toMatchObject({
      status: 'failed',
      providerStatus: message_status,
    });
  });

  it.each([
    [{ message_status: 'teleported' }, '$.message_status'],
    [{ message_status: '' }, '$.message_status'],
    [{ message_id: null }, '$.message_id'],
  ])('is unrecognized with %j', (fields, path) => {
    expect(unrecognizedOf({ ...callback, ...fields })).toMatchObject({
      reason: 'invalid_shape',
      path,
    });
  });
});

describe('message_status_updated', () => {
  const callback = {
    event: 'message_status_updated',
    message_id: 260700000084,
    message_status: 4,
    error: '',
    updated_at: '2026-04-07T13:11:27.000000Z',
  };

  it.each([
    [0, { status: 'created', providerStatus: '0' }],
    [1, { status: 'sent', providerStatus: '1' }],
    [2, { status: 'failed', providerStatus: '2' }],
    ['3', { status: 'delivered', providerStatus: '3' }],
    [4, { status: 'read', providerStatus: '4' }],
    ['read', { status: 'read' }],
  ])('has the status of the number %j, and the INCS id of the message', (code, status) => {
    expect(draftOf({ ...callback, message_status: code })).toEqual({
      type: 'message.status.updated',
      providerEvent: 'message_status_updated',
      occurredAt: '2026-04-07T13:11:27.000Z',
      data: { messageId: '260700000084', ...status, errors: [] },
    });
  });

  it.each<JsonValue>(['131026: Lost', { code: 131026, title: 'Lost' }])(
    'splits the code off the error %j',
    (error) => {
      expect(draftOf({ ...callback, message_status: 2, error }).data).toMatchObject({
        errors: [{ code: '131026', title: 'Lost' }],
      });
    },
  );

  it.each([5, -1, 'lost'])('is unrecognized with the status %j', (message_status) => {
    expect(unrecognizedOf({ ...callback, message_status }).path).toBe('$.message_status');
  });
});

describe('a template callback', () => {
  const callback = {
    channel_id: 30058,
    business_phone: '15550100001',
    template_id: 2000000000000002,
    template_name: 'tmp_test',
    new_value: 'YELLOW',
    reason: '',
    received_at: 1754466101,
  };

  it.each([
    ['template_status_update', 'template.status.updated'],
    ['template_category_update', 'template.category.updated'],
    ['template_quality_update', 'template.quality.updated'],
  ])('%s becomes %s', (event, type) => {
    expect(draftOf({ ...callback, event })).toEqual({
      type,
      providerEvent: event,
      channel: 'whatsapp',
      account: { channelId: '30058' },
      occurredAt: '2025-08-06T07:41:41.000Z',
      data: { template: { id: '2000000000000002', name: 'tmp_test' }, current: 'YELLOW' },
      item: withoutEmpty({ ...callback, event }),
    });
  });

  it('has the configured channel', () => {
    const body = { ...callback, event: 'template_status_update' };
    expect(draftOf(body, { 30058: { channel: 'rcs' } }).channel).toBe('rcs');
  });

  it('must have the new value', () => {
    expect(
      unrecognizedOf({ ...callback, event: 'template_status_update', new_value: null }).path,
    ).toBe('$.new_value');
  });
});

describe('new_message', () => {
  const rcs = (message: JsonObject, around: JsonObject = { channel_id: 30058 }) => ({
    event: 'new_message',
    ...around,
    message: {
      senderPhoneNumber: `+${userPhone}`,
      messageId: 'm-1',
      sendTime: '2024-04-20T10:11:02.589915Z',
      agentId: 'shop@rbm.goog',
      ...message,
    },
  });

  it('holds a Cloud API message when it is on WhatsApp', () => {
    const messages = [{ id: 'wamid.A', from: userPhone, type: 'text', text: { body: 'Hi' } }];
    const body = { event: 'new_message', business_phone: '15550100001', message: { messages } };
    expect(messageOf(body)).toMatchObject({ id: 'wamid.A', business: { phone: '15550100001' } });
  });

  it('holds a Cloud API message with any new fields', () => {
    const messages = [{ id: 'wamid.A', from: userPhone, type: 'text', text: { body: 'Hi' } }];
    const message = { messaging_product: 'whatsapp', agentId: 'a', messageId: 'b', messages };
    expect(messageOf({ event: 'new_message', channel_id: 1, message }).id).toBe('wamid.A');
  });

  const value = {
    messages: [{ id: 'wamid.A', from: userPhone, type: 'text', text: { body: 'Hi' } }],
  };
  const change = { field: 'messages', value };
  const entry = { id: '1', changes: [change] };

  it.each<JsonValue>([
    JSON.stringify(value),
    [value],
    { value },
    [change],
    { object: 'whatsapp_business_account', entry: [entry] },
    JSON.stringify({ entry: [entry] }),
  ])('holds a Cloud API message in one wrapper or several: %j', (message) => {
    expect(messageOf({ event: 'new_message', channel_id: 1, message }).id).toBe('wamid.A');
  });

  it.each<JsonValue>([
    [value, value],
    { entry: [entry, entry] },
    { entry: [{ changes: [change, change] }] },
  ])('does not choose one of several messages in a wrapper: %j', (message) => {
    const body = { event: 'new_message', channel_id: 1, message };
    expect(unrecognizedOf(body)).toMatchObject({ reason: 'invalid_shape', path: '$.message' });
  });

  it.each([undefined, null, 'text', [], {}])('must hold a message (%j)', (message) => {
    const body = { event: 'new_message', ...(message !== undefined && { message }) };
    expect(unrecognizedOf(body)).toMatchObject({ reason: 'invalid_shape', path: '$.message' });
  });

  it('holds an RCS message otherwise', () => {
    expect(draftOf(rcs({ text: 'Hi' }))).toMatchObject({
      type: 'message.received',
      channel: 'rcs',
      account: { channelId: '30058', agentId: 'shop@rbm.goog' },
      occurredAt: '2024-04-20T10:11:02.589Z',
      data: {
        message: {
          id: 'm-1',
          conversation: { key: `rcs#30058#${userPhone}` },
          business: { id: '30058' },
          user: { phone: userPhone },
          content: { kind: 'text', text: 'Hi' },
        },
      },
    });
  });

  it('is to the RCS agent when the callback names no channel', () => {
    expect(messageOf(rcs({ text: 'Hi' }, {})).business).toEqual({ id: 'shop@rbm.goog' });
    expect(unrecognizedOf(rcs({ text: 'Hi', agentId: '' }, {})).path).toBe('$.message.agentId');
  });

  it.each([{ text: 'Hi' }, { eventType: 'READ', eventId: 'e-1' }])(
    'holds an object of RCS as JSON text: %j',
    (fields) => {
      const body = rcs(fields);
      const asText = { ...body, message: JSON.stringify(body.message) };
      expect(draftOf(asText)).toEqual(draftOf(body));
    },
  );

  it('is from an id where the RCS number is a placeholder', () => {
    expect(messageOf(rcs({ senderPhoneNumber: '+628XXXXXXXXX', text: 'Hi' })).user).toEqual({
      id: '+628XXXXXXXXX',
    });
  });

  it.each([
    ['image/jpeg', 'image'],
    ['audio/ogg', 'audio'],
    ['VIDEO/mp4', 'video'],
    ['application/pdf', 'document'],
    [null, 'document'],
  ])('holds an RCS file of the type %s as %s', (mimeType, kind) => {
    const payload = { mimeType, fileUri: 'https://media.example/f', fileName: 'f' };
    const thumbnail = { fileUri: 'https://media.example/thumbnail.jpg', fileSizeBytes: 1319 };
    const message = messageOf(rcs({ userFile: { payload, thumbnail } }));
    expect(message.content).toEqual({ kind });
    expect(message.media).toMatchObject([
      { index: 0, role: 'content', url: 'https://media.example/f', filename: 'f' },
      { index: 1, role: 'thumbnail', sizeBytes: 1319 },
    ]);
  });

  it('holds an RCS thumbnail without the file', () => {
    const thumbnail = { fileUri: 'https://media.example/thumbnail.jpg' };
    expect(messageOf(rcs({ userFile: { thumbnail } })).media).toMatchObject([
      { index: 0, role: 'thumbnail' },
    ]);
  });

  it('holds an RCS message of a new kind', () => {
    expect(messageOf(rcs({ hologram: {} })).content).toEqual({ kind: 'unknown' });
  });

  it.each([
    [{ senderPhoneNumber: null }, '$.message.senderPhoneNumber'],
    [{ messageId: '' }, '$.message.messageId'],
    [{ location: { latitude: 91, longitude: 0 } }, '$.message.location.latitude'],
  ])('is unrecognized on RCS with %j', (fields, path) => {
    expect(unrecognizedOf(rcs(fields))).toMatchObject({ providerEvent: 'new_message', path });
  });
});

describe('the manifest of INCS', () => {
  it('lists every event name that the adapter reads', () => {
    for (const { name } of provider.manifest.providerEvents) {
      expect(unrecognizedOf({ event: name })).toMatchObject({
        reason: 'invalid_shape',
        providerEvent: name,
      });
    }
  });
});
