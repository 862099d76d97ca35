/**
 * A phone number as E.164 digits without `+`, or `undefined` when the text is none: a national
 * number without its country, a user id, a placeholder. Nothing is guessed: a number that cannot be
 * dialled from abroad would join the wrong conversation.
 */
export function toPhone(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const written = String(value).trim();
  if (isPhone(written)) return written;
  if (!/^(\+|00)?[\d\s().-]+$/.test(written)) return undefined;
  const digits = written.replace(/\D/g, '').replace(/^00/, '');
  return isPhone(digits) ? digits : undefined;
}

function isPhone(digits: string): boolean {
  return /^[1-9]\d{4,14}$/.test(digits);
}

/** What a provider calls the other side: a phone when it is one, else an id. */
export function toPhoneOrId(value: string | undefined): { phone?: string; id?: string } {
  if (value === undefined) return {};
  const phone = toPhone(value);
  return phone === undefined ? { id: value } : { phone };
}
