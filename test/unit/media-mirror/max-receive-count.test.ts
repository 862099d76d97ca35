import { describe, expect, it } from 'vitest';
import { readMaxReceiveCount } from '../../../functions/media-mirror/max-receive-count.ts';
import { environmentKeys } from '../../../shared/runtime/environment.ts';

const read = (value: string | undefined) =>
  readMaxReceiveCount({ [environmentKeys.mediaMaxReceiveCount]: value });

describe('readMaxReceiveCount', () => {
  it('is a whole number', () => {
    expect(read('6')).toBe(6);
  });

  it.each([undefined, '', '0', '-1', '2.5', 'six'])(
    'does not let the function start with %j',
    (value) => {
      expect(() => read(value)).toThrow(environmentKeys.mediaMaxReceiveCount);
    },
  );
});
