import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../../sdk/events/index.ts';
import { sample } from '../../../sdk/testing/index.ts';
import { content } from '../../../shared/contract/content.ts';
import { type Content, type EventType, eventDefinitions } from '../../../shared/contract/index.ts';

const types = Object.keys(eventDefinitions) as EventType[];
const kinds = content.def.options.map(
  ({ def }) => def.shape.kind.def.values[0],
) as Content['kind'][];

describe('a sample', () => {
  it.each(types)('of %s is valid by the contract, and none of its fields is unknown', (type) => {
    const event = sample(type);
    const { source, detail } = event;
    expect(parseEvent(event)).toEqual({
      outcome: 'event',
      event: { source, 'detail-type': type, detail },
    });
  });

  it.each(kinds)('of a message with the content %s is valid', (kind) => {
    const event = sample('message.received', {
      // TypeScript relates a union of kinds to at most 25 members.
      data: { message: { content: { kind } as Partial<Content> } },
    });
    expect(event.detail.data.message.content.kind).toBe(kind);
    expect(parseEvent(event).outcome).toBe('event');
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

  it('is the same for the same changes, and another event for others', () => {
    const named = (name: string) =>
      sample('message.received', { data: { message: { user: { name } } } });
    expect(named('Ada')).toEqual(named('Ada'));
    expect(named('Ada').detail.metadata.id).not.toBe(named('Grace').detail.metadata.id);
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
