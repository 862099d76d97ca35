import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import { draftOf, textCallback, unrecognizedOf } from './callbacks.ts';

const provider = await loadProvider('itnio');

describe('the provider event of an ITNIO callback', () => {
  it.each(provider.manifest.providerEvents.map(({ name }) => name))('%s is known', (name) => {
    expect(unrecognizedOf({ eventType: name })).toMatchObject({
      reason: 'invalid_shape',
      providerEvent: name,
    });
    expect(unrecognizedOf({ field: name })).toMatchObject({
      reason: 'invalid_shape',
      providerEvent: name,
    });
  });

  it('is named by eventType where both eventType and field are there', () => {
    expect(
      draftOf('message.received', { ...textCallback, field: 'account_update' }).providerEvent,
    ).toBe('up-message-event');
  });

  it('is named by field where eventType is empty', () => {
    const body = { eventType: '', field: 'account_update', wabaId: '1', event: 'VERIFIED_ACCOUNT' };
    expect(draftOf('account.updated', body).providerEvent).toBe('account_update');
  });

  it.each<[JsonValue, string, string | undefined]>([
    [{ eventType: 'call-event' }, '$.eventType', 'call-event'],
    [{ field: 'account_alerts' }, '$.field', 'account_alerts'],
    [{ eventType: 'call-event', field: 'account_update' }, '$.eventType', 'call-event'],
    [{ eventType: ['up-message-event'] }, '$.eventType', undefined],
    [{ eventType: 'toString' }, '$.eventType', 'toString'],
    [{}, '$.eventType', undefined],
  ])('is unknown in %j', (body, path, providerEvent) => {
    expect(unrecognizedOf(body)).toMatchObject({
      reason: 'unknown_provider_event',
      path,
      providerEvent,
    });
  });

  it.each<JsonValue>([null, 'text', 7, [], [[textCallback]], [textCallback, textCallback]])(
    'is not read from %j',
    (body) => {
      expect(unrecognizedOf(body)).toMatchObject({ reason: 'not_an_object' });
    },
  );
});
