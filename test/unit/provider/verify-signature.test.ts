import { describe, expect, it } from 'vitest';
import { isSigned } from '../../../shared/provider/verify-signature.ts';

const bytes = (byte: number, length: number) => new Uint8Array(length).fill(byte);

/** RFC 4231, §4: the test cases of HMAC-SHA-256 that are not truncated. */
const published: readonly (readonly [number, Uint8Array, string | Uint8Array, string])[] = [
  [
    1,
    bytes(0x0b, 20),
    'Hi There',
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    2,
    Buffer.from('Jefe'),
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    3,
    bytes(0xaa, 20),
    bytes(0xdd, 50),
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  ],
  [
    4,
    Uint8Array.from({ length: 25 }, (_, index) => index + 1),
    bytes(0xcd, 50),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
  [
    6,
    bytes(0xaa, 131),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    7,
    bytes(0xaa, 131),
    'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
];

describe('a signature', () => {
  it.each(published)('is that of RFC 4231, case %i', (_case, key, data, signature) => {
    const body = Buffer.from(data);
    expect(isSigned(body, signature, [key])).toBe(true);
    expect(isSigned(Buffer.concat([body, Buffer.from(' ')]), signature, [key])).toBe(false);
  });

  const body = Buffer.from('what do ya want for nothing?');
  const signature = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';

  it('is valid with any of the live keys', () => {
    expect(isSigned(body, signature, ['another', 'Jefe'])).toBe(true);
    expect(isSigned(body, signature, ['Jefe', 'another'])).toBe(true);
    expect(isSigned(body, signature, ['another', 'one more'])).toBe(false);
  });

  it('is valid in capitals', () => {
    expect(isSigned(body, signature.toUpperCase(), ['Jefe'])).toBe(true);
  });

  it('is not valid without keys', () => {
    expect(isSigned(body, signature, [])).toBe(false);
  });

  it.each(['', 'sha256', signature.slice(2), `${signature}00`, `${signature.slice(1)}g`, '\u0000'])(
    'is not %j',
    (text) => {
      expect(isSigned(body, text, ['Jefe'])).toBe(false);
    },
  );
});
