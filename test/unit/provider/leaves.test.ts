import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAmount } from '../../../shared/provider/values/decimal.ts';
import { toFileKind, toHexSha256 } from '../../../shared/provider/values/file.ts';
import { toInstant } from '../../../shared/provider/values/instant.ts';
import { toPhone, toPhoneOrId } from '../../../shared/provider/values/phone.ts';

describe('an instant', () => {
  it.each([
    [1754466101, '2025-08-06T07:41:41.000Z'],
    ['1756111162', '2025-08-25T08:39:22.000Z'],
    [1754466101999, '2025-08-06T07:41:41.999Z'],
    [1754466101999999, '2025-08-06T07:41:41.999Z'],
    ['2026-02-02T08:11:41.193204Z', '2026-02-02T08:11:41.193Z'],
    ['2026-02-02T08:11:41.999999Z', '2026-02-02T08:11:41.999Z'],
    ['2023-02-22 12:00:00', '2023-02-22T12:00:00.000Z'],
    ['2023-02-22T12:00:00+08:00', '2023-02-22T04:00:00.000Z'],
    ['2023-02-22T12:00:00-0330', '2023-02-22T15:30:00.000Z'],
    ['2023-02-22T12:00Z', '2023-02-22T12:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
    ['2023-12-31T12:00:00.123456789Z', '2023-12-31T12:00:00.123Z'],
  ])('%s is %s', (written, expected) => {
    expect(toInstant(written)).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2023-02-30T12:00:00Z',
    '2023-13-01T12:00:00Z',
    '2023-02-29T12:00:00.000Z',
    '2023-11-31T12:00:00.000Z',
    '2023-00-01T12:00:00.000Z',
    '2023-01-00T12:00:00.000Z',
    '2023-01-01T24:00:00.000Z',
    '2023-01-01T25:00:00.000Z',
    '2023-01-01T12:60:00.000Z',
    '2023-01-01T12:00:60.000Z',
    '1969-12-27T23:59:59.999Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:30:00+01:00',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    '+275760-09-13T00:00:00Z',
    '99999999999999999999',
    0,
    -1,
    '-1',
    -1754466101,
    8.65e24,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e300,
    null,
    {},
    true,
  ])('%s is not an instant', (written) => {
    expect(toInstant(written)).toBeUndefined();
  });

  it('reads its own form', () => {
    const dates = fc.date({ min: new Date(1e12), max: new Date(4e12), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(toInstant(date.toISOString())).toBe(date.toISOString());
        expect(toInstant(date.getTime())).toBe(date.toISOString());
      }),
    );
  });
});

describe('a phone number', () => {
  it.each([
    ['447700900123', '447700900123'],
    ['+44 7700 900-123', '447700900123'],
    ['+1 (555) 010-0001', '15550100001'],
    ['00447700900123', '447700900123'],
    [447700900123, '447700900123'],
  ])('%s is %s', (written, expected) => {
    expect(toPhone(written)).toBe(expected);
  });

  it.each([
    '',
    'PHONE-NUMBER',
    '07700900123',
    'wamid.A',
    '86183****2197',
    '1234',
    '1'.repeat(16),
    {},
  ])('%s is not a phone number', (written) => {
    expect(toPhone(written)).toBeUndefined();
  });

  it('is an id when it cannot be read', () => {
    expect(toPhoneOrId('PHONE-NUMBER')).toEqual({ id: 'PHONE-NUMBER' });
    expect(toPhoneOrId('+447700900123')).toEqual({ phone: '447700900123' });
    expect(toPhoneOrId(undefined)).toEqual({});
  });
});

describe('a hash', () => {
  const hex = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

  it.each([
    hex,
    hex.toUpperCase(),
    Buffer.from(hex, 'hex').toString('base64'),
    Buffer.from(hex, 'hex').toString('base64url'),
  ])('written as %s is lower-case hex', (written) => {
    expect(toHexSha256(written)).toBe(hex);
  });

  it.each(['', 'IMAGE_HASH', hex.slice(1), `${hex}0`, 7, null])('is not %s', (written) => {
    expect(toHexSha256(written)).toBeUndefined();
  });
});

describe('a file', () => {
  it.each([
    ['image/jpeg', 'image'],
    ['AUDIO/ogg; codecs=opus', 'audio'],
    ['video/mp4', 'video'],
    ['application/pdf', 'document'],
    [undefined, 'document'],
  ])('of type %s is %s', (mimeType, kind) => {
    expect(toFileKind(mimeType)).toBe(kind);
  });
});

describe('an amount in whole units', () => {
  it.each([
    ['21000', '100', '210.00'],
    ['5', '100', '0.05'],
    ['-5', '100', '-0.05'],
    ['21000', '1', '21000'],
    ['1234567', '1000', '1234.567'],
    ['9007199254740993', '100', '90071992547409.93'],
    ['2.1e4', '1e2', '210.00'],
    ['0', '100', '0.00'],
  ])('%s in parts of %s is %s', (units, unitsPerOne, amount) => {
    expect(toAmount(units, unitsPerOne)).toBe(amount);
  });

  it.each([
    ['210.5', '100'],
    ['21000', '60'],
    ['21000', '0'],
    ['21000', undefined],
    [undefined, '100'],
    ['many', '100'],
    ['21000', `1${'0'.repeat(400)}`],
  ])('%s in parts of %s is not one', (units, unitsPerOne) => {
    expect(toAmount(units, unitsPerOne)).toBeUndefined();
  });
});
