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
