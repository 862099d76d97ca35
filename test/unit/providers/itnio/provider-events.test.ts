import { describe, expect, it } from 'vitest';
import { provider } from '../../../../functions/providers/itnio/index.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import { draftOf, misfitOf, textCallback } from './callbacks.ts';

describe('the feed of an ITNIO callback', () => {
  it.each(provider.manifest.feeds.map(({ name }) => name))('%s is known', (name) => {
    expect(misfitOf({ eventType: name })).toMatchObject({ reason: 'invalid_shape', feed: name });
    expect(misfitOf({ field: name })).toMatchObject({ reason: 'invalid_shape', feed: name });
  });

  it('is named by eventType where both eventType and field are there', () => {
    expect(draftOf('message.received', { ...textCallback, field: 'account_update' }).feed).toBe(
      'up-message-event',
    );
  });

  it('is named by field where eventType says nothing', () => {
    const body = { eventType: '', field: 'account_update', wabaId: '1', event: 'VERIFIED_ACCOUNT' };
    expect(draftOf('account.updated', body).feed).toBe('account_update');
  });

  it.each<[JsonValue, string, string | undefined]>([
    [{ eventType: 'call-event' }, '$.eventType', 'call-event'],
    [{ field: 'account_alerts' }, '$.field', 'account_alerts'],
    [{ eventType: 'call-event', field: 'account_update' }, '$.eventType', 'call-event'],
    [{ eventType: ['up-message-event'] }, '$.eventType', undefined],
    [{ eventType: 'toString' }, '$.eventType', 'toString'],
    [{}, '$.eventType', undefined],
  ])('is unknown in %j', (body, path, feed) => {
    expect(misfitOf(body)).toEqual({ reason: 'unknown_feed', path, feed });
  });

  it.each<JsonValue>([null, 'text', 7, [textCallback]])('is not looked for in %j', (body) => {
    expect(misfitOf(body)).toEqual({ reason: 'not_an_object' });
  });
});
