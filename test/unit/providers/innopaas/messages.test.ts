import { describe, expect, it } from 'vitest';
import { chat, draftOf, inbound, received, sent, unrecognizedOf } from './callbacks.ts';

describe('a message that InnoPaaS received', () => {
  it('has the WhatsApp id, and that of InnoPaaS beside it', () => {
    expect(received(inbound())).toMatchObject({
      id: 'wamid.A',
      providerMessageId: 'a0b1c2d3e4f5a0b1c2d3e030',
    });
  });

  it('has one id where InnoPaaS repeats that of WhatsApp', () => {
    expect(received(inbound({ id: 'wamid.A' })).providerMessageId).toBeUndefined();
  });

  it.each(['', null])('has the id of InnoPaaS where the WhatsApp id is %j', (wamid) => {
    const message = received(inbound({ wamid }));
    expect(message.id).toBe('a0b1c2d3e4f5a0b1c2d3e030');
    expect(message.providerMessageId).toBeUndefined();
  });

  it('does not depend on the id of the envelope, which several events share', () => {
    const other = { ...inbound(), id: '00000000-0000-0000-0000-000000000000' };
    expect(received(other)).toEqual(received(inbound()));
  });

  it('is identified by its content where it has no id', () => {
    const nameless = inbound({ wamid: '', id: '' });
    const { id } = received(nameless);
    expect(id).toMatch(/^content:[0-9a-f]{32}$/);
    expect(received({ ...nameless, id: 'another envelope' }).id).toBe(id);
    expect(received(nameless, { '100000000000021': { phone: '15550100009' } }).id).toBe(id);
    expect(received(inbound({ wamid: '', id: '', text: { body: 'KO' } })).id).not.toBe(id);
    expect(received(inbound({ wamid: '', id: '', from: '447700900124' })).id).not.toBe(id);
    const later = inbound({ wamid: '', id: '', sendTime: '2023-02-22T11:59:59.000Z' });
    expect(received(later).id).not.toBe(id);
  });

  it('has the time at which it was sent, not that of the callback', () => {
    expect(draftOf('message.received', inbound()).occurredAt).toBe('2023-02-22T11:59:58.000Z');
  });

  it.each(['', 'yesterday'])('has the time of the callback where sendTime is %j', (sendTime) => {
    const { occurredAt } = draftOf('message.received', inbound({ sendTime }));
    expect(occurredAt).toBe('2023-02-22T12:00:00.000Z');
  });

  it('is from a user with an id where the number is not a phone number', () => {
    const message = received(inbound({ from: 'PHONE-NUMBER', to: 'BUSINESS-PHONE-NUMBER' }));
    expect(message.user).toEqual({ id: 'PHONE-NUMBER', name: 'Ada Example' });
    expect(message.business).toEqual({ id: 'BUSINESS-PHONE-NUMBER' });
  });

  it('is to the configured number of the account where it names no receiver', () => {
    const body = inbound({ to: '' });
    expect(received(body, { '100000000000021': { phone: '15550100009' } }).business).toEqual({
      phone: '15550100009',
    });
    expect(received(body).business).toEqual({ id: '100000000000021' });
  });

  it.each([
    ['$.body.from', inbound({ from: '' })],
    ['$.body.to', inbound({ to: null, wabaId: null })],
    ['$.body.wamid', inbound({ wamid: {} })],
    ['$.body', { ...inbound(), body: 'text' }],
    ['$.eventTime', { ...inbound(), eventTime: {} }],
  ])('is unrecognized where %s cannot be read', (path, body) => {
    expect(unrecognizedOf(body)).toMatchObject({ reason: 'invalid_shape', path });
  });
});

describe('a user whom InnoPaaS knows by an id only', () => {
  it.each([
    { from: '', fromUserId: 'GB.1349' },
    { from: null, customerProfile: { userId: 'GB.1349' } },
    { from: 'GB.1349' },
    { from: '', fromUserId: 'GB.1349', fromParentUserId: 'GB.ENT.1' },
    { from: '', fromParentUserId: 'GB.1349' },
    { from: '', customerProfile: { username: 'GB.1349' } },
  ])('is the user of the message: %j', (fields) => {
    expect(received(inbound(fields))).toMatchObject({
      user: { id: 'GB.1349' },
      conversation: { key: 'whatsapp#15550100001#GB.1349' },
    });
  });

  it('is not mistaken for another where the message has no id', () => {
    const idOf = (fromUserId: string) =>
      received(inbound({ wamid: '', id: '', from: '', fromUserId })).id;
    const idInChatOf = (fromUserId: string) => sent(chat({ wamid: '', to: '', fromUserId })).id;
    expect(idOf('GB.1349')).not.toBe(idOf('GB.1350'));
    expect(idInChatOf('GB.1349')).not.toBe(idInChatOf('GB.1350'));
  });

  it.each(['chat_mo_message_notify', 'chat_mt_message_notify'])(
    'is the user of the chat room: %s',
    (type) => {
      const body = chat({ to: '', fromUserId: 'GB.1349', customerProfile: { name: 'Ada' } }, type);
      const message = type === 'chat_mo_message_notify' ? received(body) : sent(body);
      expect(message).toMatchObject({
        business: { phone: '15550100001' },
        user: { id: 'GB.1349', name: 'Ada' },
      });
    },
  );

  it('does not replace the user whom the chat room names', () => {
    expect(sent(chat({ userId: 'agent-7' })).user).toEqual({ phone: '447700900123' });
  });

  it('is missing where only a name is known', () => {
    expect(unrecognizedOf(inbound({ from: '', customerProfile: { name: 'Ada' } })).path).toBe(
      '$.body.from',
    );
  });
});
