import { describe, expect, it } from 'vitest';
import { type EventPattern, eventPattern } from '../../../sdk/events/index.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { compilePattern } from '../../../tools/event-pattern/pattern.ts';
import { delivered, readGoldenEvents } from '../../support/golden-events.ts';

const events = readGoldenEvents();

function matched(pattern: EventPattern): readonly TributaryEvent[] {
  const matches = compilePattern(pattern);
  return events.filter((event) => matches(delivered(event)));
}

describe('eventPattern', () => {
  it('returns the JSON that PutRule accepts', () => {
    const pattern = eventPattern(['message.received'], {
      detail: { data: { message: { content: { kind: ['text'] } } } },
    });
    expect(pattern).toEqual({
      source: [{ prefix: 'tributary.' }],
      'detail-type': ['message.received'],
      detail: {
        metadata: { replayed: [{ exists: false }] },
        data: { message: { content: { kind: ['text'] } } },
      },
    });
  });

  it('has conditions only on source and type if replays match, too', () => {
    expect(eventPattern(['media.stored'], { providers: ['incs'], replays: true })).toEqual({
      source: ['tributary.incs'],
      'detail-type': ['media.stored'],
    });
  });

  it('matches what another app sent, and the history, only where their types are named', () => {
    const own = ['message.received', 'message.sent', 'message.status.updated'] as const;
    const isOfOthers = ({ 'detail-type': type }: TributaryEvent) =>
      /^(standby|history)\./.test(type);
    expect(events.filter(isOfOthers).length).toBeGreaterThan(5);
    expect(matched(eventPattern(own)).filter(isOfOthers)).toEqual([]);
    const named = ['standby.message.received', 'history.message.sent'] as const;
    expect(new Set(matched(eventPattern(named)).map((event) => event['detail-type']))).toEqual(
      new Set(named),
    );
  });

  it('matches replays only where they are asked for, or nothing else is', () => {
    const [event] = matched(eventPattern(['message.received']));
    const metadata = { ...event?.detail.metadata, replayed: true };
    const replay = { ...event, detail: { ...event?.detail, metadata } };
    const isMatched = (pattern: EventPattern) => compilePattern(pattern)(replay);
    expect(isMatched(eventPattern(['message.received']))).toBe(false);
    expect(isMatched(eventPattern(['message.received'], { replays: true }))).toBe(true);
    const only = eventPattern(['message.received'], { detail: { metadata: { replayed: [true] } } });
    expect(isMatched(only)).toBe(true);
    expect(matched(only)).toEqual([]);
  });

  it('matches exactly the events of its types and providers', () => {
    const types = ['message.received', 'template.status.updated'] as const;
    const found = matched(eventPattern(types, { providers: ['incs', 'itnio'] }));
    expect(found).toEqual(
      events.filter(
        (event) =>
          types.some((type) => type === event['detail-type']) &&
          ['tributary.incs', 'tributary.itnio'].includes(event.source),
      ),
    );
    expect(found.length).toBeGreaterThan(10);
  });

  it('matches exactly the events that meet the conditions on their fields', () => {
    const pattern = eventPattern(['message.received'], {
      detail: {
        metadata: { channel: ['whatsapp'] },
        data: { message: { media: { role: ['content'], mimeType: [{ prefix: 'image/' }] } } },
      },
    });
    const expected = events.filter(
      (event) =>
        event['detail-type'] === 'message.received' &&
        event.detail.metadata.channel === 'whatsapp' &&
        event.detail.data.message.media.some(
          ({ role, mimeType }) => role === 'content' && mimeType?.startsWith('image/'),
        ),
    );
    expect(expected.length).toBeGreaterThan(2);
    expect(matched(pattern)).toEqual(expected);
  });

  it('excludes replays by default', () => {
    const [event] = matched(eventPattern(['message.received']));
    const metadata = { ...event?.detail.metadata, replayed: true };
    const replay = { ...event, detail: { ...event?.detail, metadata } };
    expect(compilePattern(eventPattern(['message.received']))(replay)).toBe(false);
    const both = eventPattern(['message.received'], { replays: true });
    expect(compilePattern(both)(replay)).toBe(true);
  });
});
