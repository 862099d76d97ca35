import { describe, expect, it } from 'vitest';
import { parseEvent, parseWebhook } from '../../../sdk/events/index.ts';
import { toTestWebhook, toWebhook } from '../../../shared/http-subscription/webhook.ts';
import { delivered, readGoldenEvents } from '../../support/golden-events.ts';

describe('parseWebhook', () => {
  it('gives the event that was posted, for every event', () => {
    for (const event of readGoldenEvents()) {
      const { body } = toWebhook(JSON.stringify(delivered(event))) ?? expect.unreachable();
      expect(parseWebhook(JSON.parse(body))).toEqual(parseEvent(event));
    }
  });

  it('recognizes a test as a type that is unknown', () => {
    const { body } = toTestWebhook('one', new Date());
    expect(parseWebhook(JSON.parse(body))).toEqual({
      outcome: 'unknown_type',
      detailType: 'subscription.test',
    });
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { type: 'message.received' },
    { type: 'message.received', data: { metadata: 1 } },
  ])('refuses %j', (body) => {
    expect(parseWebhook(body).outcome).not.toBe('event');
  });
});
