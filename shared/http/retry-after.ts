/**
 * The header `Retry-After` (RFC 9110, §10.2.3), which holds whole seconds or a date, in seconds from
 * now.
 *
 * @returns `undefined` for any other value, and for a date in the past
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  const seconds = /^\d{1,9}$/.test(text)
    ? Number(text)
    : Math.ceil((Date.parse(text) - now.getTime()) / 1000);
  return seconds > 0 ? seconds : undefined;
}
