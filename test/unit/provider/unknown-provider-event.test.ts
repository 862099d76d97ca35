import { describe, expect, it } from 'vitest';
import { unknownProviderEvent } from '../../../shared/provider/unknown-provider-event.ts';

describe('an unknown provider event', () => {
  it('is told by its name and where the name stands', () => {
    expect(unknownProviderEvent('call-event', ['eventType'])).toEqual({
      understood: false,
      unrecognized: {
        reason: 'unknown_provider_event',
        providerEvent: 'call-event',
        path: '$.eventType',
      },
    });
  });

  it.each([undefined, null, 7, {}, '', 'a private sentence', `a${'b'.repeat(64)}`])(
    'is not called %j',
    (name) => {
      expect(unknownProviderEvent(name, ['eventType'])).toMatchObject({
        unrecognized: { providerEvent: undefined },
      });
    },
  );
});
