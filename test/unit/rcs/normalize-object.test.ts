import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json.ts';
import { normalizeRcsObject } from '../../../shared/rcs/normalize-object.ts';
import { toDraft, toUnrecognized } from '../../support/result-reader.ts';

const origin = {
  providerEvent: 'rcs',
  path: ['message'],
  account: { accountId: 'a-1' },
  item: { channel: 7 },
};

const agentId = 'sample_shop_agent@rbm.goog';

const resultOf = (json: JsonObject) => normalizeRcsObject(json, origin);
const draftOf = (json: JsonObject) => toDraft(resultOf(json));
const unrecognizedOf = (json: JsonObject) => toUnrecognized(resultOf(json));

const message = (fields: JsonObject): JsonObject => ({
  senderPhoneNumber: '+447700900123',
  messageId: 'm-1',
  sendTime: '2026-01-10T12:00:00.123456789Z',
  agentId,
  ...fields,
});

const userEvent = (eventType: string, fields: JsonObject = {}): JsonObject => ({
  senderPhoneNumber: '+447700900123',
  eventType,
  eventId: 'e-1',
  agentId,
  ...fields,
});

describe('what an RCS user sends', () => {
  it('is a message', () => {
    expect(draftOf(message({ text: 'Hi' }))).toEqual({
      type: 'message.received',
      providerEvent: 'rcs',
      channel: 'rcs',
      account: { accountId: 'a-1', agentId },
      occurredAt: '2026-01-10T12:00:00.123Z',
      data: {
        message: {
          id: 'm-1',
          direction: 'inbound',
          conversation: { key: `rcs#${agentId}#447700900123` },
          business: { id: agentId },
          user: { phone: '447700900123' },
          content: { kind: 'text', text: 'Hi' },
          media: [],
        },
      },
    });
  });

  it.each<[string, JsonObject]>([
    ['an id of an event', { messageId: null, eventId: 'm-1' }],
    ['a type of event', { eventType: 'DELIVERED' }],
  ])('is a message also with %s', (_name, fields) => {
    expect(draftOf(message({ text: 'Hi', ...fields }))).toMatchObject({
      type: 'message.received',
      data: { message: { id: 'm-1', content: { kind: 'text' } } },
    });
  });

  it('is a message of an unknown kind where its content is new', () => {
    expect(draftOf(message({ richCard: {} })).data).toMatchObject({
      message: { content: { kind: 'unknown' } },
    });
  });

  it.each([
    [
      { latitude: 51.5, longitude: -0.1 },
      { latitude: 51.5, longitude: -0.1 },
    ],
    [{ longitude: 6.6 }, { latitude: 0, longitude: 6.6 }],
    [{ latitude: 51.5 }, { latitude: 51.5, longitude: 0 }],
    [{}, { latitude: 0, longitude: 0 }],
  ])('may be a place, whose zeros are left out: %j', (location, content) => {
    expect(draftOf(message({ location })).data).toMatchObject({
      message: { content: { kind: 'location', ...content } },
    });
  });

  it('may be no place off the globe', () => {
    expect(unrecognizedOf(message({ location: { latitude: 91 } })).path).toBe(
      '$.message.location.latitude',
    );
  });

  it.each<[string | undefined, string | undefined]>([
    ['REPLY', 'reply'],
    ['ACTION', 'action'],
    ['UNKNOWN', undefined],
    [undefined, undefined],
  ])('may be a tapped suggestion of the type %j', (written, type) => {
    const suggestionResponse = { postbackData: 'yes', text: 'Yes', type: written ?? null };
    expect(draftOf(message({ suggestionResponse })).data).toHaveProperty('message.content', {
      kind: 'suggestion',
      ...(type && { type }),
      postbackData: 'yes',
      text: 'Yes',
    });
  });

  it.each<[JsonObject, string]>([
    [{ messageId: '' }, '$.message.messageId'],
    [{ senderPhoneNumber: '' }, '$.message.senderPhoneNumber'],
    [{ agentId: '' }, '$.message.agentId'],
  ])('is unrecognized with %j', (fields, path) => {
    expect(unrecognizedOf(message({ text: 'Hi', ...fields })).path).toBe(path);
  });
});

describe('an event of an RCS user', () => {
  it.each([
    ['DELIVERED', 'delivered'],
    ['READ', 'read'],
    ['TTL_EXPIRATION_REVOKED', 'failed'],
    ['TTL_EXPIRATION_REVOKE_FAILED', 'failed'],
  ])('%s is a status of a message of the business', (eventType, status) => {
    expect(draftOf(userEvent(eventType, { messageId: 'm-2' }))).toEqual({
      type: 'message.status.updated',
      providerEvent: 'rcs',
      channel: 'rcs',
      account: { accountId: 'a-1', agentId },
      data: {
        messageId: 'm-2',
        status,
        providerStatus: eventType,
        business: { id: agentId },
        user: { phone: '447700900123' },
        errors: [],
      },
    });
  });

  it('of the server names the user in another field', () => {
    const { senderPhoneNumber: phoneNumber = '', ...event } = userEvent('TTL_EXPIRATION_REVOKED');
    expect(draftOf({ ...event, phoneNumber, messageId: 'm-2' }).data).toMatchObject({
      user: { phone: '447700900123' },
    });
  });

  it.each(['SUBSCRIBE', 'UNSUBSCRIBE'])('%s is a preference', (eventType) => {
    expect(draftOf(userEvent(eventType))).toEqual({
      type: 'user.updated',
      providerEvent: 'rcs',
      channel: 'rcs',
      account: { accountId: 'a-1', agentId },
      data: {
        business: { id: agentId },
        user: { phone: '447700900123' },
        aspect: 'preferences',
        current: eventType,
      },
      item: origin.item,
    });
  });

  it('that says that the user is typing is ignored', () => {
    expect(resultOf(userEvent('IS_TYPING'))).toMatchObject({
      kind: 'ignored',
      providerEvent: 'rcs',
    });
  });

  it.each<[JsonObject, string]>([
    [userEvent('SHARED', { messageId: 'm-2' }), '$.message.eventType'],
    [userEvent('', { messageId: 'm-2' }), '$.message.eventType'],
    [userEvent('DELIVERED'), '$.message.messageId'],
    [userEvent('UNSUBSCRIBE', { senderPhoneNumber: null }), '$.message.senderPhoneNumber'],
  ])('is unrecognized where it says too little: %j', (event, path) => {
    expect(unrecognizedOf(event).path).toBe(path);
  });
});

it('an object that stands beside others keeps its raw form', () => {
  for (const json of [
    message({ text: 'Hi' }),
    userEvent('READ', { messageId: 'm-2' }),
    userEvent('SUBSCRIBE'),
  ]) {
    expect(normalizeRcsObject(json, { ...origin, raw: [json] })).toMatchObject({
      draft: { raw: [json] },
    });
  }
});
