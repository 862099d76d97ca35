import { describe, expect, it } from 'vitest';
import {
  decodeUtf8,
  parseJson,
  toCanonicalJson,
  toPlainDecimal,
  toWellFormed,
  withoutEmpty,
} from '../../shared/json.ts';

describe('JSON', () => {
  it.each([
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['9223372036854775807.0', '9223372036854775807'],
    ['9.223372036854775806e18', '9223372036854775806'],
    ['92233720368547758060E-1', '9223372036854775806'],
    ['1e21', '1000000000000000000000'],
    ['1234567890.123456789', '1234567890.123456789'],
    ['4503599627370497.5', '4503599627370497.5'],
    ['1.00000000000000000001', '1.00000000000000000001'],
    ['5e-400', `0.${'0'.repeat(399)}5`],
    ['1e400', `1${'0'.repeat(400)}`],
    ['1E+999999', '1E+999999'],
    ['1e-999999', '1e-999999'],
    ['7'.repeat(5_000), '7'.repeat(5_000)],
  ])('keeps the exact value of a number that a double cannot hold: %s', (written, exact) => {
    expect(parseJson(`{"id":${written}}`)).toEqual({ id: exact });
    expect(parseJson(`[1,\n${written} ]`)).toEqual([1, exact]);
    expect(parseJson(written)).toBe(exact);
  });

  it.each([
    '260700000076',
    '-0',
    '1.5',
    '1754466101.000000',
    '1754466101.193204',
    '-122.4194155',
    '1.0000000000000000000000',
    '1e3',
    '-5E-7',
    '0e999',
  ])('leaves a number alone that a double holds: %s', (written) => {
    expect(parseJson(`{"id":[${written}]}`)).toEqual({ id: [Number(written)] });
  });

  it('leaves text alone, whatever is in it', () => {
    const text = String.raw`{"a":": 12345678901234567890","b":"\"[12345678901234567890]","c":12345678901234567890,"\\":"\\"}`;
    expect(parseJson(text)).toEqual({ ...JSON.parse(text), c: '12345678901234567890' });
  });

  it('keeps the digits of an id at any depth that can be normalized', () => {
    const depth = 4_000;
    let value = parseJson(`${'['.repeat(depth)}9223372036854775807${']'.repeat(depth)}`);
    while (Array.isArray(value)) [value] = value;
    expect(value).toBe('9223372036854775807');
  });

  it.each([
    '{12345678901234567890:1}',
    '{12345678901234567890 :1}',
    '[012345678901234567890]',
    '[12345678901234567890.]',
    '[.12345678901234567890]',
    '[+12345678901234567890]',
    '[--12345678901234567890]',
    '[12345678901234567890e]',
    '[1.2345678901234567890.1]',
    '[12345678901234567890 12345678901234567890]',
    '[12345678901234567890"a"]',
    '["a"12345678901234567890]',
    '["a, 12345678901234567890]',
    '[a12345678901234567890]',
    "['12345678901234567890']",
    '[12345678901234567890',
  ])('refuses what JSON.parse refuses: %s', (text) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it.each([
    ['a string with 2,000,000 escapes', `"${'\\n'.repeat(2_000_000)}"`, true],
    ['quotes in a string that does not end', `"${'\\"'.repeat(2_000_000)}`, false],
    ['a string that ends with half an escape', `"${'\\"'.repeat(2_000_000)}\\`, false],
    ['a name of 4,000,000 digits', `{${'7'.repeat(4_000_000)} : 1}`, false],
    ['a number of 4,000,000 digits', '7'.repeat(4_000_000), true],
    ['4,000,000 zeros', `0.${'0'.repeat(4_000_000)}1`, true],
    ['4,000,000 points', `1${'.'.repeat(4_000_000)}`, false],
    ['1,000,000 short numbers', `[${'7,'.repeat(1_000_000)}7]`, true],
  ])('takes no time that grows with the square of the text: %s', (_what, text, isJson) => {
    // Otherwise this would take hours.
    const list = `[12345678901234567890,${text}]`;
    expect(isAccepted(list)).toBe(isJson);
  });

  it('in canonical form does not depend on the order of keys', () => {
    expect(toCanonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe(
      '{"a":null,"b":[{"c":2,"d":1}]}',
    );
  });
});

describe('a number as a plain decimal', () => {
  it.each([
    ['0', '0'],
    ['-0.00', '0'],
    ['0e7', '0'],
    ['100', '100'],
    ['95.0', '95'],
    ['9.5e1', '95'],
    ['-9.50E+01', '-95'],
    ['950e-3', '0.95'],
    ['1e-7', '0.0000001'],
    ['0.0147', '0.0147'],
    ['12.5e-4', '0.00125'],
  ])('%s is %s', (written, plain) => {
    expect(toPlainDecimal(written)).toBe(plain);
  });

  it.each(['', '01', '1.', '.5', '+1', '1e', 'NaN', '0x10', '1e401', '1'.repeat(1_001)])(
    '%s cannot be written as one',
    (written) => {
      expect(toPlainDecimal(written)).toBeUndefined();
    },
  );
});

describe('the text of bytes', () => {
  it('is there only when all of them are UTF-8', () => {
    expect(decodeUtf8(Buffer.from('ä 漢 😀'))).toBe('ä 漢 😀');
    expect(decodeUtf8(Buffer.from([0x61, 0xff]))).toBeUndefined();
    expect(decodeUtf8(Buffer.from('{}', 'utf16le').subarray(0, 3))).toBe('{\0}');
    // A half surrogate pair in UTF-8's form, and a character that is cut.
    expect(decodeUtf8(Buffer.from([0xed, 0xa0, 0x80]))).toBeUndefined();
    expect(decodeUtf8(Buffer.from('😀').subarray(0, 3))).toBeUndefined();
  });

  it('does not include a byte order mark, and includes a second one', () => {
    expect(decodeUtf8(Buffer.from('\ufeff{}'))).toBe('{}');
    expect(decodeUtf8(Buffer.from('\ufeff\ufeff'))).toBe('\ufeff');
  });
});

describe('half a surrogate pair', () => {
  it.each([
    ['bye \ud83d', String.raw`bye \uD83D`],
    ['\udc00\ud800', String.raw`\uDC00\uD800`],
    ['😀\ud83d😀', String.raw`😀\uD83D😀`],
    ['\\\ud83d', String.raw`\\\uD83D`],
    [String.raw`\uD83D`, String.raw`\\uD83D`],
    [String.raw`\\uD83D \n`, String.raw`\\\\uD83D \n`],
  ])('is escaped: %j', (written, wellFormed) => {
    expect(toWellFormed(written)).toBe(wellFormed);
  });

  it.each(['', 'plain', '😀', '\\', String.raw`C:\users`, String.raw`\uD7FF \u00e9 \ud83d`])(
    'changes no other text: %j',
    (written) => {
      expect(toWellFormed(written)).toBe(written);
    },
  );

  it('is found in no time that grows faster than the text', () => {
    const backslashes = '\\'.repeat(1_000_000);
    expect(toWellFormed(`\ud83d${backslashes}`)).toBe(`\\uD83D${backslashes}`);
  });
});

describe('an empty field', () => {
  it('is dropped, unless it is an empty list', () => {
    const value = { a: '', b: null, c: { d: '' }, e: [], f: [{ g: '' }, 'x'], h: 0, i: false };
    expect(withoutEmpty(value)).toEqual({ e: [], f: ['x'], h: 0, i: false });
  });
});

function isAccepted(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return false;
  }
}
