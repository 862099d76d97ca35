import { describe, expect, it } from 'vitest';
import { conversationOf } from '../../../sdk/ordering/conversation-of.ts';
import { goldenEvent, readGoldenEvents } from '../../support/golden-events.ts';

describe('the conversation of an event', () => {
  it('is the key of a message', () => {
    const event = goldenEvent('message.received');
    expect(conversationOf(event)).toBe(event.detail.data.message.conversation.key);
  });

  it('is the same for a message and for its status', () => {
    const event = goldenEvent('message.sent', ({ detail }) => detail.metadata.provider === 'meta');
    const { business, user, conversation } = event.detail.data.message;
    const status = structuredClone(goldenEvent('message.status.updated'));
    Object.assign(status.detail.metadata, { channel: event.detail.metadata.channel });
    Object.assign(status.detail.data, { business, user });
    delete status.detail.data.groupId;
    expect(conversationOf(status)).toBe(conversation.key);
  });

  it('is the message of a status that names no user', () => {
    const status = structuredClone(goldenEvent('message.status.updated'));
    delete status.detail.data.user;
    const { messageId } = status.detail.data;
    expect(conversationOf(status)).toBe(`message#${status.detail.metadata.provider}#${messageId}`);
  });

  it.each([
    [{ id: '17', name: 'order_shipped' }, '17'],
    [{ id: '17', name: 'order_shipped_2' }, '17'],
    [{ name: 'order_shipped' }, 'order_shipped'],
  ])('is the template of a change of a template: %j', (template, id) => {
    const event = structuredClone(goldenEvent('template.status.updated'));
    event.detail.data.template = template;
    expect(conversationOf(event)).toBe(`template#${event.detail.metadata.provider}#${id}`);
  });

  it('is a message group that SQS accepts, for every event of every fixture', () => {
    for (const event of readGoldenEvents()) {
      expect(conversationOf(event)).toMatch(
        /^[a-zA-Z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/,
      );
    }
  });

  it('hashes a name that SQS does not accept, and keeps two names apart', () => {
    const named = (key: string) => {
      const event = structuredClone(goldenEvent('message.received'));
      event.detail.data.message.conversation.key = key;
      return conversationOf(event);
    };
    for (const key of ['telegram#1#Zoë', 'telegram#1#Ada Example', 'telegram#1#\u007f', '']) {
      expect(named(key)).toMatch(/^sha256:[0-9a-f]{64}$/);
    }
    expect(named('x'.repeat(129))).not.toBe(named('x'.repeat(130)));
  });
});
