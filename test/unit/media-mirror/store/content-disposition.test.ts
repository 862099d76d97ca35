import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toContentDisposition } from '../../../../functions/media-mirror/store/content-disposition.ts';
import { codePoint } from '../../../support/code-point.ts';

describe('toContentDisposition', () => {
  it.each([
    ['offer.pdf', `attachment; filename="offer.pdf"; filename*=UTF-8''offer.pdf`],
    ['a b (1).pdf', `attachment; filename="a b (1).pdf"; filename*=UTF-8''a%20b%20%281%29.pdf`],
    ['报价.pdf', `attachment; filename="__.pdf"; filename*=UTF-8''%E6%8A%A5%E4%BB%B7.pdf`],
    ['100%.txt', `attachment; filename="100%.txt"; filename*=UTF-8''100%25.txt`],
    ['../../etc/passwd', `attachment; filename="_.._etc_passwd"; filename*=UTF-8''_.._etc_passwd`],
    ['a"; x="b', `attachment; filename="a_; x=_b"; filename*=UTF-8''a_%3B%20x%3D_b`],
    ['a\r\nb: c', `attachment; filename="a__b_ c"; filename*=UTF-8''a__b_%20c`],
    ['gpj.\u202eexe', `attachment; filename="gpj._exe"; filename*=UTF-8''gpj._exe`],
    ['...', `attachment; filename="0-content.bin"; filename*=UTF-8''0-content.bin`],
    [undefined, `attachment; filename="0-content.bin"; filename*=UTF-8''0-content.bin`],
  ])('names the file %j', (filename, expected) => {
    expect(toContentDisposition(filename, '0-content.bin')).toBe(expected);
  });

  it('keeps the beginning and the end of a long name', () => {
    const header = toContentDisposition(`${'a'.repeat(300)}.pdf`, 'x');
    expect(header).toMatch(/^attachment; filename="a{116}\.pdf"; /);
  });

  it('is a header of printable ASCII for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint, maxLength: 400 }), (filename) => {
        const header = toContentDisposition(filename, 'x');
        expect(header).toMatch(
          /^attachment; filename="[^"\\]*"; filename\*=UTF-8''[\w.!#$&+^`|~%-]+$/,
        );
        expect(header).toMatch(/^[\x20-\x7e]*$/);
        expect(header.length).toBeLessThan(2048);
      }),
    );
  });
});
