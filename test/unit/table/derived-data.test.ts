import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

function messageOf(draft: EventDraft) {
  const { event } = toEventRecord(draft, receipt);
  if (!isMessageEvent(event)) throw new Error(`a ${event['detail-type']}`);
  return event.detail.data.message;
}

const { data, ...draft } = textMessage();

describe('what follows from the draft of a message', () => {
  it.each([
    ['message.received', 'inbound'],
    ['message.sent', 'outbound'],
  ] as const)('of %s: it is %s', (type, direction) => {
    expect(messageOf({ ...draft, type, data }).direction).toBe(direction);
  });

  it('is the key of the conversation, beside what the provider says about it', () => {
    expect(messageOf({ ...draft, data }).conversation).toEqual({
      key: 'whatsapp#15550100001#447700900123',
    });
    const conversation = { groupId: 'g-1', providerConversationId: 'c-1' };
    expect(
      messageOf({ ...draft, data: { message: { ...data.message, conversation } } }).conversation,
    ).toEqual({ key: 'whatsapp#15550100001#group:g-1', ...conversation });
  });

  it('has no group where the provider writes an empty id', () => {
    const conversation = { groupId: '', providerConversationId: '' };
    expect(
      messageOf({ ...draft, data: { message: { ...data.message, conversation } } }).conversation,
    ).toEqual({ key: 'whatsapp#15550100001#447700900123' });
  });

  it.each([
    [{}, 'unknown:incs'],
    [{ providerChannel: '30058' }, 'unknown:incs:30058'],
    [{ providerChannel: '30058#1' }, 'unknown:incs:30058%231'],
    [{ channel: 'sms', providerChannel: '30058' }, 'sms'],
  ] as const)('keeps the conversations of the channel %j to itself', (channel, keyPart) => {
    const { conversation } = messageOf({ ...draft, channel: undefined, ...channel, data });
    expect(conversation.key).toBe(`${keyPart}#15550100001#447700900123`);
  });

  it('does not share the conversations of an unknown channel with another provider', () => {
    const unknown = { ...draft, channel: undefined, providerChannel: '1', data };
    const [first, second] = ['incs', 'itnio'].map(
      (provider) => toEventRecord(unknown, { ...receipt, provider }).conversation?.partition,
    );
    expect(first).not.toBe(second);
  });

  it('is the position of each file', () => {
    const media = [{ role: 'content' }, { role: 'thumbnail' }] as const;
    expect(messageOf({ ...draft, data: { message: { ...data.message, media } } }).media).toEqual([
      { index: 0, role: 'content' },
      { index: 1, role: 'thumbnail' },
    ]);
  });
});
