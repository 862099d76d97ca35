import { describe, expect, it } from 'vitest';
import { callback, chat, draftOf, inbound, received, sent, unrecognizedOf } from './callbacks.ts';

const mo = 'chat_mo_message_notify';

describe('a message in the chat room of InnoPaaS', () => {
  it('is sent by the business in the provider event for sent messages', () => {
    expect(sent(chat())).toMatchObject({
      direction: 'outbound',
      business: { phone: '15550100001' },
      user: { phone: '447700900123' },
      conversation: {
        key: 'whatsapp#15550100001#447700900123',
        providerConversationId: '12312312312312',
      },
    });
  });

  it('is received from the user in the provider event for received messages, on the same sides', () => {
    expect(received(chat({}, mo))).toMatchObject({
      direction: 'inbound',
      business: { phone: '15550100001' },
      user: { phone: '447700900123' },
    });
  });

  it.each(['wamid.B', ''])('has the account as its business where "from" is %j', (from) => {
    const body = chat({ from });
    expect(sent(body).business).toEqual({ id: '100000000000021' });
    expect(sent(body, { '100000000000021': { phone: '15550100009' } }).business).toEqual({
      phone: '15550100009',
    });
  });

  it('has its sides swapped where "to" is a number of the business', () => {
    const channels = { anything: { phone: '15550100001' } };
    const body = chat({ from: '447700900123', to: '+1 555 010 0001' }, mo);
    expect(received(body, channels)).toMatchObject({
      business: { phone: '15550100001' },
      user: { phone: '447700900123' },
    });
  });

  it('does not have its sides swapped where both are numbers of the business', () => {
    const channels = { one: { phone: '15550100001' }, two: { phone: '15550100002' } };
    expect(sent(chat({ to: '15550100002' }), channels)).toMatchObject({
      business: { phone: '15550100001' },
      user: { phone: '15550100002' },
    });
  });

  it('has the id of the same message in the provider event of received messages', () => {
    expect(received(chat({ wamid: 'wamid.A' }, mo)).id).toBe(received(inbound()).id);
  });

  it('is identified by its content and the time of the envelope where it has no id', () => {
    const { id } = sent(chat({ wamid: '' }));
    expect(id).toMatch(/^content:[0-9a-f]{32}$/);
    expect(sent(chat({ wamid: '', from: '15550100002' })).id).not.toBe(id);
    const later = { ...chat({ wamid: '' }), eventTime: '2023-02-22T12:00:01.000Z' };
    expect(sent(later).id).not.toBe(id);
  });

  it('has the data that the owner attached to it', () => {
    expect(sent(chat({ uid: 4711 })).callbackData).toBe('4711');
  });

  it('has the time of the callback', () => {
    expect(draftOf('message.sent', chat()).occurredAt).toBe('2023-02-22T12:00:00.000Z');
  });

  it.each([[{ text: 'Hello' }], [{ text: { body: 'Hello' } }]])('has the text of %j', (context) => {
    expect(sent(chat({ context })).content).toEqual({ kind: 'text', text: 'Hello' });
  });

  it.each([
    [{ link: 'https://media.example/photo.jpg', mimeType: 'image/jpeg' }],
    [{ image: { link: 'https://media.example/photo.jpg', mime_type: 'image/jpeg' } }],
  ])('has the file of %j', (context) => {
    expect(sent(chat({ messageType: 'image', context }))).toMatchObject({
      content: { kind: 'image' },
      media: [{ url: 'https://media.example/photo.jpg', mimeType: 'image/jpeg' }],
    });
  });

  it.each([
    ['template', { templateName: 'reminder' }],
    ['location', { place: 'somewhere' }],
    ['reaction', {}],
    ['text', {}],
    ['text', { place: 'somewhere' }],
    ['__proto__', {}],
  ])('has unknown content where a %s has the context %j', (messageType, context) => {
    expect(sent(chat({ messageType, context })).content).toEqual({
      kind: 'unknown',
      providerType: messageType,
    });
  });

  it('has unknown content where it has no type', () => {
    expect(sent(chat({ messageType: '', context: null })).content).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['$.body.context.text', chat({ context: { text: [] } })],
    ['$.body.context.text.body', chat({ context: { text: {} } })],
    ['$.body.context', chat({ context: 'Hello' })],
    ['$.body.to', chat({ to: 'wamid.B' })],
    ['$.body.from', callback(mo, { to: '447700900123', messageType: 'text' })],
  ])('is unrecognized where %s cannot be read', (path, body) => {
    expect(unrecognizedOf(body)).toMatchObject({ reason: 'invalid_shape', path });
  });
});
