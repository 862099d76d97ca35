import { describe, expect, it } from 'vitest';
import { isEvent, isOfType, parseEvent } from '../../../sdk/events/index.ts';
import { delivered, goldenEvent, readGoldenEvents } from '../../support/golden-events.ts';

const received = goldenEvent('message.received');

describe('parseEvent', () => {
  it('reads every event that the fixtures give, without EventBridge’s own fields', () => {
    const events = readGoldenEvents();
    expect(events.length).toBeGreaterThan(100);
    for (const event of events) {
      expect(parseEvent(delivered(event))).toEqual({ outcome: 'event', event });
    }
  });

  it('leaves out fields that a newer gateway adds, at every level', () => {
    const { detail } = received;
    const { message } = detail.data;
    const newer = {
      ...received,
      detail: {
        ...detail,
        added: 1,
        metadata: { ...detail.metadata, added: 1 },
        data: {
          message: {
            ...message,
            added: { a: 1 },
            content: { ...message.content, added: 1 },
            media: message.media.map((file) => ({ ...file, added: 1 })),
          },
        },
      },
    };
    const before = structuredClone(newer);
    expect(parseEvent(newer)).toEqual({ outcome: 'event', event: received });
    expect(newer).toEqual(before);
  });

  it('tells an event of a type that it does not know from a broken one', () => {
    expect(parseEvent({ ...received, 'detail-type': 'message.sung' })).toEqual({
      outcome: 'unknown_type',
      detailType: 'message.sung',
    });
    expect(parseEvent({ ...received, 'detail-type': 'constructor' }).outcome).toBe('unknown_type');
    for (const value of [undefined, null, 7, 'text', [], {}]) {
      expect(parseEvent(value)).toEqual({ outcome: 'unknown_type', detailType: undefined });
    }
  });

  it('names the field that does not fit, and no value', () => {
    const { detail } = received;
    const broken = { ...detail, metadata: { ...detail.metadata, occurredAt: 'secret' } };
    expect(parseEvent({ ...received, detail: broken })).toEqual({
      outcome: 'invalid',
      problem: 'metadata.occurredAt: invalid_format',
    });
  });

  it('refuses a detail of another version, of another type, or none', () => {
    const { detail } = received;
    const version = { ...detail, metadata: { ...detail.metadata, version: 2 } };
    const type = goldenEvent('message.status.updated').detail;
    for (const other of [version, type, undefined, 'text']) {
      expect(parseEvent({ ...received, detail: other }).outcome).toBe('invalid');
    }
  });

  it('refuses an event whose source is not its provider', () => {
    expect(parseEvent({ ...received, source: 'tributary.elsewhere' }).outcome).toBe('invalid');
  });
});

describe('type guards', () => {
  it('tell events from other values', () => {
    expect(isEvent(delivered(received))).toBe(true);
    expect(isEvent({ ...received, detail: {} })).toBe(false);
  });

  it('tell events of some types from the rest', () => {
    expect(isOfType(received, 'message.sent', 'message.received')).toBe(true);
    expect(isOfType(received, 'media.stored')).toBe(false);
  });
});
