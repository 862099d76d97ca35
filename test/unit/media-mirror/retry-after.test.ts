import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../functions/media-mirror/retry-after.ts';

const now = new Date('2026-11-21T08:00:00.000Z');

describe('parseRetryAfter', () => {
  it.each([
    ['120', 120],
    [' 7 ', 7],
    ['Sat, 21 Nov 2026 08:01:30 GMT', 90],
  ])('reads %j as %i seconds', (value, seconds) => {
    expect(parseRetryAfter(value, now)).toBe(seconds);
  });

  it.each([undefined, '', '0', '-5', 'soon', 'Sat, 21 Nov 2026 07:59:00 GMT'])(
    'reads nothing from %j',
    (value) => {
      expect(parseRetryAfter(value, now)).toBeUndefined();
    },
  );
});
