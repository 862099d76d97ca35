import { describe, expect, it } from 'vitest';
import { unknownFeed } from '../../../shared/provider/unknown-event.ts';

describe('an unknown feed', () => {
  it('is told by its name and where the name stands', () => {
    expect(unknownFeed('call-event', ['eventType'])).toEqual({
      understood: false,
      misfit: { reason: 'unknown_feed', feed: 'call-event', path: '$.eventType' },
    });
  });

  it.each([undefined, null, 7, {}, '', 'a private sentence', `a${'b'.repeat(64)}`])(
    'is not called %j',
    (name) => {
      expect(unknownFeed(name, ['eventType'])).toMatchObject({ misfit: { feed: undefined } });
    },
  );
});
