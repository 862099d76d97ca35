/**
 * A phone number as E.164 digits without `+`. `undefined` for anything else: a national number
 * without its country, a user id, a placeholder. Do not guess the country: a wrong number would join
 * the wrong conversation.
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

/** A party as a provider names it: by phone number when the text is one, else by id. */
export function toPhoneOrId(value: string | undefined): { phone?: string; id?: string } {
  if (value === undefined) return {};
  const phone = toPhone(value);
  return phone === undefined ? { id: value } : { phone };
}

/** A phone number of the business, as the events about it name it: by its digits, else by id. */
export function toPhoneNumber(value: string | undefined): {
  displayPhoneNumber?: string | undefined;
  id?: string | undefined;
} {
  const { phone, id } = toPhoneOrId(value);
  return { displayPhoneNumber: phone, id };
}
