import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, toPlainDecimal, toWellFormed } from '../../shared/json.ts';
import { toList } from '../../shared/provider/inbound.ts';

/** The digits of a number without leading or trailing zeros, and the power of ten of the last one. */
interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const decimal: fc.Arbitrary<Decimal> = fc.record({
  isNegative: fc.boolean(),
  digits: fc.stringMatching(/^[1-9]([0-9]{0,30}[1-9])?$/),
  exponent: fc.integer({ min: -40, max: 40 }),
});

/** Ways to write one number in JSON, by where the point is and how many zeros are added. */
const notation = fc.record({
  point: fc.integer({ min: -3, max: 35 }),
  zeros: fc.nat(20),
  letter: fc.constantFrom('e', 'E'),
  hasPlus: fc.boolean(),
});

type Notation = typeof notation extends fc.Arbitrary<infer T> ? T : never;

function write({ isNegative, digits, exponent }: Decimal, how: Notation): string {
  const point = Math.max(how.point, 1);
  const whole = digits.slice(0, point).padEnd(point, '0');
  const fraction = digits.slice(point) + '0'.repeat(how.zeros);
  const power = exponent + digits.length - point;
  const sign = power >= 0 && how.hasPlus ? '+' : '';
  const isPlain = power === 0 && how.hasPlus;
  return [
    isNegative ? '-' : '',
    whole,
    fraction && `.${fraction}`,
    isPlain ? '' : `${how.letter}${sign}${power}`,
  ].join('');
}

/** An id as adapters make it of a JSON value. */
const toId = (json: string): string =>
  toList(parseJson(`[${json}]`))
    .map(String)
    .join();

describe('numbers in JSON', () => {
  it('give one id for one number, however it is written', () => {
    fc.assert(
      fc.property(decimal, notation, notation, (number, one, other) => {
        expect(toId(write(number, one))).toBe(toId(write(number, other)));
      }),
    );
  });

  it('give two ids for two numbers', () => {
    const near = fc
      .record({ number: decimal, last: fc.constantFrom('1', '2', '3') })
      .map(({ number, last }) => ({
        ...number,
        digits: number.digits + last,
        exponent: number.exponent - 1,
      }));
    const pair = fc.oneof(
      fc.tuple(decimal, decimal),
      fc.tuple(decimal, near),
      fc.tuple(near, near),
    );
    fc.assert(
      fc.property(pair, notation, notation, ([a, b], one, other) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(toId(write(a, one))).not.toBe(toId(write(b, other)));
      }),
    );
  });

  it('are doubles where a double has exactly their value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
        const text = JSON.stringify({ number: double });
        const number = Number(String(double)); // JSON has no -0.
        const isInteger = Number.isInteger(number) && !Number.isSafeInteger(number);
        const expected = isInteger ? toPlainDecimal(String(number)) : number;
        expect(parseJson(text)).toEqual({ number: expected });
      }),
    );
  });

  it('read as with JSON.parse where they are short', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'small' }), (text) => {
        fc.pre(!/\d{15}|\de/.test(text));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('do not make JSON of text that is not', () => {
    const piece = fc.constantFrom(
      ...['{', '}', '[', ']', ':', ',', '"', '\\', ' ', '-', '.', 'e', 'a', '0', '7'],
      ...['12345678901234567890', '1e400'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(isAccepted(parseJson, text)).toBe(isAccepted(JSON.parse, text));
      }),
      { numRuns: 20_000 },
    );
  });
});

function isAccepted(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

describe('half surrogate pairs', () => {
  const piece = fc.constantFrom(
    '\ud83d',
    '\ude00',
    '\\',
    'u',
    'uD83D',
    'uDE00',
    'ud83d',
    'a',
    '\ufffd',
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

  it('are escaped so that the text is well-formed, and says what it was', () => {
    fc.assert(
      fc.property(text, (written) => {
        const wellFormed = toWellFormed(written);
        expect(wellFormed.isWellFormed()).toBe(true);
        expect(fromWellFormed(wellFormed)).toBe(written);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** The inverse: an odd number of backslashes before the hex digits is an escape. */
function fromWellFormed(text: string): string {
  return text.replace(/(\\+)u(D[89A-F][0-9A-F]{2})/g, (_, { length }: string, hex: string) => {
    const half = '\\'.repeat(Math.floor(length / 2));
    return half + (length % 2 === 1 ? String.fromCharCode(Number.parseInt(hex, 16)) : `u${hex}`);
  });
}
