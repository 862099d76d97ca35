import { timingSafeEqual } from 'node:crypto';

/** Whether a text equals one of the live values, in a time that does not depend on the texts. */
export function equalsAnyOf(given: string, live: readonly (string | undefined)[]): boolean {
  const bytes = Buffer.from(given);
  let isEqual = false;
  for (const value of live) {
    if (!value) continue;
    const expected = Buffer.from(value);
    // As many bytes are compared as the live value has, also where the given text is shorter or longer.
    const isSameLength = bytes.length === expected.length;
    if (timingSafeEqual(isSameLength ? bytes : expected, expected) && isSameLength) isEqual = true;
  }
  return isEqual;
}
