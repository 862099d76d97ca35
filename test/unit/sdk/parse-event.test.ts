import { describe, expect, it } from 'vitest';
import { isEvent, isOfType, parseEvent } from '../../../sdk/events/index.ts';
import { delivered, goldenEvent, readGoldenEvents } from '../../support/golden-events.ts';

const received = goldenEvent('message.received');

describe('parseEvent', () => {
  it('parses every event of the fixtures, without EventBridge’s own fields', () => {
    const events = readGoldenEvents();
    expect(events.length).toBeGreaterThan(100);
    for (const event of events) {
      expect(parseEvent(delivered(event))).toEqual({ outcome: 'event', event });
    }
  });

  it('omits fields that a newer gateway adds, at every level', () => {
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

  it('distinguishes an unknown type from an invalid event', () => {
    expect(parseEvent({ ...received, 'detail-type': 'message.sung' })).toEqual({
      outcome: 'unknown_type',
      detailType: 'message.sung',
    });
    expect(parseEvent({ ...received, 'detail-type': 'constructor' }).outcome).toBe('unknown_type');
    for (const value of [undefined, null, 7, 'text', [], {}]) {
      expect(parseEvent(value)).toEqual({ outcome: 'unknown_type', detailType: undefined });
    }
  });

  it('names the invalid field, without its value', () => {
    const { detail } = received;
    const broken = { ...detail, metadata: { ...detail.metadata, occurredAt: 'secret' } };
    expect(parseEvent({ ...received, detail: broken })).toEqual({
      outcome: 'invalid',
      problem: 'metadata.occurredAt: invalid_format',
    });
  });

  it('refuses a missing detail, and one of another version or type', () => {
    const { detail } = received;
    const version = { ...detail, metadata: { ...detail.metadata, version: 2 } };
    const type = goldenEvent('message.status.updated').detail;
    for (const other of [version, type, undefined, 'text']) {
      expect(parseEvent({ ...received, detail: other }).outcome).toBe('invalid');
    }
  });

  it('refuses an event whose source differs from its provider', () => {
    expect(parseEvent({ ...received, source: 'tributary.elsewhere' }).outcome).toBe('invalid');
  });
});

describe('type guards', () => {
  it('recognize events among other values', () => {
    expect(isEvent(delivered(received))).toBe(true);
    expect(isEvent({ ...received, detail: {} })).toBe(false);
  });

  it('recognize events of given types', () => {
    expect(isOfType(received, 'message.sent', 'message.received')).toBe(true);
    expect(isOfType(received, 'media.stored')).toBe(false);
  });
});
