import { describe, expect, it } from 'vitest';
import { checkQuarantine } from '../../../tools/operator/doctor/check-outbox.ts';

describe('doctor, of the quarantine', () => {
  const from = '2026-11-20T12:00:00.000Z';

  it('is content when it is empty', () => {
    expect(checkQuarantine([], from).state).toBe('ok');
  });

  it.each([
    [['unknown_provider_event', 'invalid_shape'], '2 unrecognized items in the last 24 hours'],
    [
      ['truncated_body', 'invalid_shape', 'unsupported_encoding'],
      '3 unrecognized items in the last 24 hours, of which 2 are bodies that could not be decoded',
    ],
  ])('counts the items, and the bodies that could not be decoded: %s', (reasons, text) => {
    expect(checkQuarantine(reasons, from)).toMatchObject({
      state: 'warning',
      text,
      remedy: `tributary quarantine list --from ${from}`,
    });
  });
});
