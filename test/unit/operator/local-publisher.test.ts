import { describe, expect, it } from 'vitest';
import { checkLocalPublisher } from '../../../tools/operator/doctor/check-outbox.ts';
import { findWaiting } from '../../../tools/operator/doctor/local-publisher.ts';

const records = ['a', 'b', 'c', 'd'].map((eventKey, index) => ({ eventKey, writtenAt: index }));

const waiting = (...published: readonly string[]) =>
  findWaiting(records, new Set(published)).map(({ eventKey }) => eventKey);

describe('of the event records in a stream', () => {
  it('those after the last one on the bus are waiting', () => {
    expect(waiting('a', 'b')).toEqual(['c', 'd']);
    expect(waiting()).toEqual(['a', 'b', 'c', 'd']);
    expect(waiting('a', 'b', 'c', 'd')).toEqual([]);
  });

  it('a dead letter before a published one is not', () => {
    expect(waiting('a', 'c')).toEqual(['d']);
  });
});

describe('the publisher on the emulator', () => {
  const behind = { waiting: 3, lagMs: 16 * 60_000, hasPublished: true };

  it('is judged like a deployed one', () => {
    expect(checkLocalPublisher(behind)).toMatchObject({ state: 'failed', text: 'is 960 s behind' });
    expect(checkLocalPublisher({ ...behind, lagMs: 1_000 }).state).toBe('ok');
    expect(checkLocalPublisher({ waiting: 0, lagMs: 0, hasPublished: false }).state).toBe('ok');
  });

  it('does not fail for events that may be on another bus', () => {
    expect(checkLocalPublisher({ ...behind, hasPublished: false })).toMatchObject({
      state: 'warning',
      remedy: expect.stringContaining('AWS_ENDPOINT_URL_EVENTBRIDGE'),
    });
  });
});
