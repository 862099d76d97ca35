import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseEvent } from '../../../sdk/events/index.ts';
import { sample } from '../../../sdk/testing/index.ts';
import { content } from '../../../shared/contract/content.ts';
import { isMessageType } from '../../../shared/contract/event-kinds.ts';
import { type Content, type EventType, eventDefinitions } from '../../../shared/contract/index.ts';
import { toDetailSchema } from '../../../shared/contract/json-schema.ts';
import { parseMediaKey } from '../../../shared/media/media-object.ts';
import { parsePayloadKey } from '../../../shared/payloads/payload-keys.ts';
import { eventId } from '../../../shared/table/record-key.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const types = Object.keys(eventDefinitions) as EventType[];
const kinds = content.def.options.map(
  ({ def }) => def.shape.kind.def.values[0],
) as Content['kind'][];

/** What is wrong with an event by the JSON Schema of its type. */
function problemOf(event: { readonly 'detail-type': EventType; readonly detail: unknown }) {
  return jsonSchemas.get(event['detail-type'])?.safeParse(event.detail).error?.issues[0];
}

/** The schemas that other languages validate with. */
const jsonSchemas = new Map(
  types.map((type) => {
    const schema = JSON.parse(JSON.stringify(toDetailSchema(eventDefinitions[type])));
    return [type, z.fromJSONSchema(schema)];
  }),
);

describe('a sample', () => {
  it.each(types)('of %s is valid by the contract, and none of its fields is unknown', (type) => {
    const event = sample(type);
    const { source, detail } = event;
    expect(parseEvent(event)).toEqual({
      outcome: 'event',
      event: { source, 'detail-type': type, detail },
    });
  });

  describe.each(types.filter(isMessageType))('of %s', (type) => {
    it.each(kinds)('with the content %s is valid, also by the JSON Schema', (kind) => {
      // TypeScript relates a union of kinds to at most 25 members.
      const event = sample(type, { data: { message: { content: { kind } as Partial<Content> } } });
      expect(event.detail.data.message.content.kind).toBe(kind);
      expect(parseEvent(event).outcome).toBe('event');
      expect(problemOf(event)).toBeUndefined();
    });
  });

  it.each(types)('of %s is valid by its JSON Schema', (type) => {
    expect(problemOf(sample(type))).toBeUndefined();
    const extra = { ...sample(type).detail, extra: true };
    expect(problemOf({ 'detail-type': type, detail: extra })).toBeDefined();
  });

  it('has what the test changes, beside what it leaves', () => {
    const { detail } = sample('message.received', {
      metadata: { provider: 'meta', occurredAt: '2026-02-03T00:00:00.000Z' },
      data: { message: { user: { phone: '447700900999' }, content: { text: 'Where is it?' } } },
    });
    expect(detail.metadata).toMatchObject({ provider: 'meta', channel: 'whatsapp' });
    expect(detail.data.message).toMatchObject({
      content: { kind: 'text', text: 'Where is it?' },
      user: { phone: '447700900999', name: 'Ada Example' },
    });
  });

  it('has the keys that follow from what the test changes', () => {
    const { detail } = sample('message.received', {
      metadata: { provider: 'meta', channel: 'rcs' },
      data: { message: { business: { phone: '15550100009' }, user: { id: undefined } } },
    });
    expect(detail.data.message.conversation.key).toBe('rcs#15550100009#447700900123');
    const group = { data: { message: { conversation: { groupId: 'group-1' } } } };
    expect(sample('message.sent', group).detail.data.message.conversation.key).toBe(
      'whatsapp#15550100001#group:group-1',
    );
    const unknown = sample('message.received', { metadata: { channel: undefined } });
    expect(unknown.detail.data.message.conversation.key).toMatch(/^unknown:incs#/);
    const owner = sample('conversation.updated', { data: { user: { id: 'GB.2' } } });
    expect(owner.detail.data.conversation.key).toBe('whatsapp#15550100001#GB.2');
    const { data } = sample('callback.quarantined', { metadata: { provider: 'meta' } }).detail;
    expect(parsePayloadKey(data.payloadKey ?? '')).toMatchObject({ provider: 'meta' });
  });

  it('has no key of a conversation where the contract has none', () => {
    const conversation = { id: 'conversation-1', type: 'utility' };
    const event = sample('message.status.updated', { data: { conversation } });
    expect(parseEvent(event).outcome).toBe('event');
    expect(event.detail.data.conversation).toEqual(conversation);
  });

  it('has the keys that the test sets', () => {
    const conversation = { key: 'whatsapp#1#2' };
    expect(
      sample('message.received', { data: { message: { conversation } } }).detail.data.message
        .conversation,
    ).toEqual(conversation);
  });

  it('has the id of the event that the gateway would give it', () => {
    const text = textMessage();
    const { key, event } = toEventRecord(text, receipt);
    const { id } = text.data.message;
    expect(sample('message.received', { data: { message: { id } } }).detail.metadata.id).toBe(
      event.detail.metadata.id,
    );
    expect(eventId(key)).toBe(event.detail.metadata.id);
    const replayed = sample('message.received', { metadata: { replayed: true } });
    expect(replayed.detail.metadata.id).toBe(sample('message.received').detail.metadata.id);
  });

  it('is of a message that its statuses, its price and its files name', () => {
    const sent = sample('message.sent').detail.data.message.id;
    expect(sample('message.status.updated').detail.data.messageId).toBe(sent);
    expect(sample('message.billed').detail.data.messageId).toBe(sent);
    const received = sample('message.received').detail;
    const { data } = sample('media.stored').detail;
    expect(data.messageId).toBe(received.data.message.id);
    expect(parseMediaKey(data.key)).toMatchObject({
      provider: 'incs',
      eventId: received.metadata.id,
      index: 0,
      extension: 'jpg',
    });
    const copy = sample('media.stored', { data: { copy: 2 } }).detail.data.key;
    expect(parseMediaKey(copy)).toMatchObject({ eventId: received.metadata.id, copy: 2 });
    const ofHistory = sample('media.stored', { data: { traffic: 'history' } }).detail.data.key;
    expect(parseMediaKey(ofHistory)?.eventId).toBe(
      sample('history.message.received').detail.metadata.id,
    );
  });

  it('has its time in seconds, as EventBridge has it', () => {
    const metadata = { receivedAt: '2026-01-02T03:04:06.789Z' };
    expect(sample('message.received', { metadata }).time).toBe('2026-01-02T03:04:06Z');
  });

  it('comes from the provider that the test names', () => {
    expect(sample('message.sent', { metadata: { provider: 'meta' } }).source).toBe(
      'tributary.meta',
    );
  });

  it('lacks a field that the test sets to undefined', () => {
    const { detail } = sample('message.received', {
      data: { message: { user: { phone: undefined } } },
    });
    expect(detail.data.message.user).not.toHaveProperty('phone');
  });

  it('has the lists of the test in place of its own', () => {
    const media = [{ index: 0, role: 'content' as const, mimeType: 'image/png' }];
    const { detail } = sample('message.received', {
      data: { message: { content: { kind: 'image' }, media } },
    });
    expect(detail.data.message.media).toEqual(media);
  });

  it('is the same for the same changes, and another message for another content', () => {
    const saying = (text: string) =>
      sample('message.received', { data: { message: { content: { kind: 'text', text } } } }).detail;
    expect(saying('Yes')).toEqual(saying('Yes'));
    expect(saying('Yes').metadata.id).not.toBe(saying('No').metadata.id);
    expect(saying('Yes').data.message.id).not.toBe(saying('No').data.message.id);
  });

  it.each(types)('of %s has an id of its own', (type) => {
    const { id } = sample(type).detail.metadata;
    const others = types.filter((each) => each !== type);
    expect(others.map((each) => sample(each).detail.metadata.id)).not.toContain(id);
  });

  it.each([
    ['message.recieved', {}, "no event has this type: did you mean 'message.received'?"],
    ['toString', {}, 'no event has this type'],
    ['message.received', { dat: {} }, 'dat is not a field of the contract: did you mean data?'],
    [
      'message.received',
      { data: { message: { user: { phne: '447700900123' } } } },
      'data.message.user.phne is not a field of the contract: did you mean phone?',
    ],
    [
      'message.received',
      { data: { message: { content: { kind: 'text', colour: 'red' } } } },
      'data.message.content.colour is not a field of the contract',
    ],
  ])('of %s with %j is refused from JavaScript too', (type, changes, message) => {
    const fromJavaScript: (type: never, changes: never) => unknown = sample;
    expect(() => fromJavaScript(type as never, changes as never)).toThrow(
      new TypeError(`sample('${type}'): ${message}`),
    );
  });

  it('that the contract does not allow is refused with the name of the field', () => {
    const inLocalTime = { metadata: { occurredAt: '2026-02-03 00:00' } };
    expect(() => sample('message.received', inLocalTime)).toThrow(
      /^sample\('message.received'\): metadata.occurredAt /,
    );
    const nobody = { data: { message: { user: { phone: undefined, id: undefined } } } };
    expect(() => sample('message.received', nobody)).toThrow('data.message.user');
  });
});
