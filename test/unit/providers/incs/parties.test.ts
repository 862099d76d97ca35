import { describe, expect, it } from 'vitest';
import {
  draftOf,
  messageCreated,
  messageOf,
  messageSent,
  unrecognizedOf,
  userPhone,
} from './callbacks.ts';

const sides = (sender: string | null, receiver: string | null, more = {}) =>
  messageCreated({ sender, receiver, ...more });

describe('the direction of a console message', () => {
  it.each([
    [userPhone, 'incs_1', 'inbound', { phone: userPhone }],
    ['incs_1', userPhone, 'outbound', { phone: userPhone }],
    [userPhone, 'ada', 'inbound', { phone: userPhone }],
    ['ada', userPhone, 'outbound', { phone: userPhone }],
    [`30058_${userPhone}`, 'staff_3', 'inbound', { phone: userPhone }],
    ['staff_3', `30058_${userPhone}`, 'outbound', { phone: userPhone }],
    ['GB.13491208655302741918', 'ada', 'inbound', { id: 'GB.13491208655302741918' }],
    ['ada', 'GB.ENT.118157992', 'outbound', { id: 'GB.ENT.118157992' }],
    ['PHONE-NUMBER', 'incs_1', 'inbound', { id: 'PHONE-NUMBER' }],
    ['incs_1', 'PHONE-NUMBER', 'outbound', { id: 'PHONE-NUMBER' }],
    [userPhone, null, 'inbound', { phone: userPhone }],
    ['', userPhone, 'outbound', { phone: userPhone }],
  ])('from %j to %j follows from the staff account (%s)', (sender, receiver, direction, user) => {
    const message = messageOf(sides(sender, receiver));
    expect(message.direction).toBe(direction);
    expect(message.user).toEqual(user);
    expect(message.business).toEqual({ id: '30058' });
  });

  it('decides the type of the event', () => {
    expect(draftOf(messageCreated()).type).toBe('message.received');
    expect(draftOf(messageSent()).type).toBe('message.sent');
  });

  it('is read from send_id and recv_id in older revisions', () => {
    const body = messageCreated({
      auth_id: null,
      sender: null,
      receiver: null,
      send_id: `30058_${userPhone}`,
      recv_id: 'staff_3',
    });
    expect(draftOf(body)).toMatchObject({
      type: 'message.received',
      account: { channelId: '30058' },
      data: { message: { business: { id: '30058' }, user: { phone: userPhone } } },
    });
  });

  it.each([
    ['incs_1', 'incs_2'],
    [userPhone, '447700900456'],
    ['ada', 'grace'],
    [null, null],
    ['incs_1', null],
  ])('from %j to %j is not guessed', (sender, receiver) => {
    expect(unrecognizedOf(sides(sender, receiver))).toMatchObject({
      reason: 'invalid_shape',
      providerEvent: 'message_created',
      path: '$.message.sender',
    });
  });

  it('follows from the configured number of the business when both sides are numbers', () => {
    const channels = { 30058: { phone: '15550100001' } };
    const outbound = messageOf(sides('15550100001', userPhone), channels);
    expect([outbound.direction, outbound.user]).toEqual(['outbound', { phone: userPhone }]);
    const inbound = messageOf(sides(userPhone, '+15550100001'), channels);
    expect([inbound.direction, inbound.user]).toEqual(['inbound', { phone: userPhone }]);
  });
});

describe('a console message in a group', () => {
  const group = { session_type: 2, conversation_id: 990 };
  const conversation = {
    key: 'whatsapp#30058#group:990',
    providerConversationId: '990',
    groupId: '990',
  };

  it.each(['incs_1', '120363025555550100', '5550100777'])(
    'comes from a member to %s',
    (receiver) => {
      expect(messageOf(sides(userPhone, receiver, group))).toMatchObject({
        direction: 'inbound',
        user: { phone: userPhone },
        conversation,
      });
    },
  );

  it('goes from staff to the group', () => {
    expect(messageOf(sides('incs_1', '990', group))).toMatchObject({
      direction: 'outbound',
      user: { id: '990' },
      conversation,
    });
  });
});

describe('the business of a console message', () => {
  it('has the phone number that the owner configured for the channel', () => {
    const channels = { 30058: { phone: '15550100001' } };
    for (const body of [messageCreated(), messageSent()]) {
      expect(messageOf(body, channels)).toMatchObject({
        business: { phone: '15550100001' },
        conversation: { key: `whatsapp#15550100001#${userPhone}` },
      });
    }
  });

  it('is the staff account when the callback names no channel', () => {
    for (const body of [messageCreated({ auth_id: null }), messageSent({ auth_id: null })]) {
      expect(messageOf(body).business).toEqual({ id: 'incs_1' });
    }
  });

  it('must be there', () => {
    expect(unrecognizedOf(messageCreated({ auth_id: null, receiver: null })).path).toBe(
      '$.message.sender',
    );
  });
});

describe('the channel of a console message', () => {
  const noWamid = { channel_msg_id: '' };

  it.each([
    [11002, 'whatsapp'],
    [11006, 'whatsapp'],
    [11008, 'viber'],
    [11009, 'rcs'],
    [11010, 'rcs'],
  ])('follows from the custom type %i', (custom_type, channel) => {
    const body = messageCreated({ ...noWamid, type: 110, custom_type, content: {} });
    expect(draftOf(body, { 30058: { channel: 'sms' } }).channel).toBe(channel);
  });

  it('follows from a WhatsApp id', () => {
    expect(draftOf(messageCreated()).channel).toBe('whatsapp');
  });

  it('is the configured one when nothing else decides it', () => {
    expect(draftOf(messageCreated(noWamid), { 30058: { channel: 'rcs' } }).channel).toBe('rcs');
  });

  it('is absent when nothing decides it', () => {
    expect(draftOf(messageCreated(noWamid))).not.toHaveProperty('channel');
  });

  it('is not taken from properties that every object inherits', () => {
    expect(messageOf(messageCreated({ ...noWamid, auth_id: 'constructor' })).business).toEqual({
      id: 'constructor',
    });
  });
});
