import { describe, expect, it } from 'vitest';
import { invalidShape, unknownProviderEvent } from '../../../shared/provider/read-item.ts';

describe('an item of an invalid shape', () => {
  it('names its provider event and the path from the root of the body, and keeps its raw form', () => {
    const place = { providerEvent: 'messages', path: ['entry', 0], raw: { entry: [{}] } };
    expect(invalidShape(place, ['field-name', 'a key'], 'expected text')).toEqual({
      kind: 'unrecognized',
      reason: 'invalid_shape',
      providerEvent: 'messages',
      path: '$.entry[0].field-name["a key"]',
      problem: 'expected text',
      raw: { entry: [{}] },
    });
  });
});

describe('an item of an unknown provider event', () => {
  it('has the name of the provider event and the path of the name', () => {
    expect(unknownProviderEvent('call-event', ['eventType'])).toEqual({
      kind: 'unrecognized',
      reason: 'unknown_provider_event',
      providerEvent: 'call-event',
      path: '$.eventType',
    });
  });

  it.each([undefined, null, 7, {}, '', 'a private sentence', `a${'b'.repeat(64)}`])(
    'does not repeat a name that does not look like one: %j',
    (name) => {
      expect(unknownProviderEvent(name, ['eventType']).providerEvent).toBeUndefined();
    },
  );
});
