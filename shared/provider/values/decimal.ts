import { toPlainDecimal } from '../../json.ts';

/**
 * A decimal number as text without an exponent, so that no digit of an amount is lost: `0.0147` and
 * `1.50` stay as they are, `1e-7` (how JavaScript writes a small JSON number) is `0.0000001`.
 * `undefined` for anything else, such as a number with a currency or with grouping.
 */
export function toDecimal(value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  return /^-?\d+(\.\d+)?$/.test(text) ? text : toPlainDecimal(text);
}

/**
 * An amount that is written in whole units, and how many of them are one: 21000 in hundredths is
 * `210.00`. `undefined` where either is missing or is not such a number.
 *
 * @param unitsPerOne a power of ten
 */
export function toAmount(
  units: string | undefined,
  unitsPerOne: string | undefined,
): string | undefined {
  const [, zeros] = /^1(0{0,18})$/.exec(toDecimal(unitsPerOne) ?? '') ?? [];
  const [, sign, digits] = /^(-?)(\d+)$/.exec(toDecimal(units) ?? '') ?? [];
  if (zeros === undefined || digits === undefined) return undefined;
  const decimals = zeros.length;
  if (decimals === 0) return `${sign}${digits}`;
  const padded = digits.padStart(decimals + 1, '0');
  return `${sign}${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}
