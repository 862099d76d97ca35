import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../shared/http/retry-after.ts';

describe('parseRetryAfter', () => {
  const now = new Date('2026-11-21T08:00:00.000Z');

  it.each([
    ['120', 120],
    [' 7 ', 7],
    ['Sat, 21 Nov 2026 08:01:30 GMT', 90],
  ])('parses %j as %i seconds', (value, seconds) => {
    expect(parseRetryAfter(value, now)).toBe(seconds);
  });

  it.each([undefined, '', '0', '-5', 'soon', 'Sat, 21 Nov 2026 07:59:00 GMT'])(
    'ignores %j',
    (value) => {
      expect(parseRetryAfter(value, now)).toBeUndefined();
    },
  );
});
