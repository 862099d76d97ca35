/**
 * A decimal number as text without an exponent, so that no digit of an amount is lost: `0.0147`
 * stays as it is, `1e-7` (how JavaScript writes a small JSON number) is `0.0000001`. `undefined` for
 * anything else, such as a number with a currency or with grouping.
 */
export function toDecimal(value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  if (/^-?\d+(\.\d+)?$/.test(text)) return text;
  if (!/^-?\d+(\.\d+)?e[+-]?\d{1,2}$/i.test(text)) return undefined;
  return Number(text).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 100 });
}
