import { describe, expect, it } from 'vitest';
import { isMessageEvent } from '../../shared/contract/event-kinds.ts';
import { firstWordsOf, sizeText, whoOf } from '../../tools/describe-event.ts';
import { readGoldenEvents } from '../support/golden-events.ts';

const events = readGoldenEvents();

describe('an event in a line', () => {
  it('has words for every event of the goldens but for changes without any', () => {
    expect(events.length).toBeGreaterThan(400);
    for (const event of events) {
      const words = firstWordsOf(event);
      expect(words, event['detail-type']).not.toMatch(/undefined|\[object/);
      if (isMessageEvent(event)) expect(words).not.toBe('');
    }
  });

  it('names the person of every message', () => {
    for (const event of events.filter(isMessageEvent)) expect(whoOf(event)).not.toBe('');
  });

  it('prefers a name to a number, and a number to an id', () => {
    const [message] = events.filter(isMessageEvent);
    if (message === undefined) throw new Error('the goldens have no message');
    const named = structuredClone(message);
    named.detail.data.message.user = { phone: '447700900123', id: 'GB.1' };
    expect(whoOf(named)).toBe('+447700900123');
    named.detail.data.message.user = { phone: '447700900123', username: 'ada.example' };
    expect(whoOf(named)).toBe('@ada.example');
    named.detail.data.message.user = { id: 'GB.1' };
    expect(whoOf(named)).toBe('GB.1');
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 kB'],
    [2_000_000, '2.0 MB'],
  ])('writes %d bytes as %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));
});
