/**
 * Country codes of one and two digits; every other code has three (ITU-T E.164, list of assigned
 * country codes, read 2026-11-28).
 */
const shortCode = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** Prefixes of a national call where it is not 0. */
const otherTrunkPrefixes: Readonly<Record<string, string>> = { '7': '8', '36': '06' };

/** Shorter numbers occur by chance: as an amount, as a number of an order. */
const minDigitsWithPrefix = 7;
const minDigitsWithoutPrefix = 9;

/**
 * How people write a number inside its own country: `0151 99887766` for `4915199887766`, and without the
 * 0. Another country can have the same national number, and so can an order: what has only this form may
 * be the user's and may not.
 *
 * @param phone E.164 digits
 */
export function nationalForms(phone: string): readonly string[] {
  const code = shortCode.exec(phone)?.[0] ?? phone.slice(0, 3);
  const subscriber = phone.slice(code.length);
  const prefixes = ['0', otherTrunkPrefixes[code]].filter((prefix) => prefix !== undefined);
  return [
    ...prefixes
      .filter(() => subscriber.length >= minDigitsWithPrefix)
      .map((prefix) => prefix + subscriber),
    ...(subscriber.length >= minDigitsWithoutPrefix ? [subscriber] : []),
  ];
}
