/** Groups of digits with little between them, which begin like a phone number. */
const writtenNumber =
  /(?<![\p{L}\d])(?:\+|0)\d+(?:[ ().\-/\u00b7\u2010-\u2015\u2212]{1,4}\d+)*(?!\p{L})/gu;

/** Digits of a number with its country. */
const plainNumber = /(?<![\p{L}\d.])[1-9]\d{9,14}(?![\p{L}\d])/gu;

/** WhatsApp's id of a user in the scope of a business (Cloud API, "Business-scoped user IDs", read 2026-11-28). */
const userId = /(?<![\p{L}\d])[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{6,}(?![\p{L}\d])/gu;

/** Seconds and milliseconds since 1970, and the time as digits. */
const instant = /^(?:1[4-9]\d{8}|1[4-9]\d{11}|20[1-3]\d[01]\d[0-3]\d{5,9})$/;
const date = /^\d\d[./-]\d\d[./-](?:19|20)\d\d/;

const minDigits = 9;

/**
 * What may be the number or the id of a person in a text. It finds too much rather than too little: an
 * operator is asked about it.
 */
export function* peopleIn(text: string): Generator<string> {
  const plain = text.replaceAll('(0)', ' ');
  for (const [written] of plain.matchAll(writtenNumber)) {
    const digits = written.replace(/\D/g, '').replace(/^(?:00|011)/, '');
    if (digits.length >= minDigits && !date.test(written)) yield digits;
  }
  for (const [digits] of plain.matchAll(plainNumber)) if (!instant.test(digits)) yield digits;
  for (const [id] of text.matchAll(userId)) yield id;
}
