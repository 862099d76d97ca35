import { toPhone } from '../../../../shared/provider/values/phone.ts';

/** A name of the user that a search of bodies has left out, in whole or in one of its meanings. */
export interface UnsearchedName {
  readonly name: string;
  /**
   * - `short`: in the text of a body it occurs by chance, as an amount or as a part of a text.
   * - `noCountry`: it is searched as an id only. As a phone number it lacks its country.
   */
  readonly because: 'short' | 'noCountry';
}

/** A number of 7 digits, or an id of 5 characters, is searched in the texts of bodies. */
const searchableName = /^(?:\d{7,}|(?=.*\D).{5,})$/s;

const writtenNumber = /^\+?[\d\s().-]+$/;

/** Whether a name is searched in the texts of bodies that no adapter has read. */
export function isSearchable(name: string): boolean {
  return searchableName.test(name);
}

/**
 * The names that may be in a body all the same.
 *
 * @param names as `toUserName` makes them
 * @param nationalForms those of the names that are the number of another one without its country
 */
export function unsearchedNames(
  names: Iterable<string>,
  nationalForms: ReadonlySet<string>,
): readonly UnsearchedName[] {
  return [...names].flatMap((name): readonly UnsearchedName[] => {
    if (!isSearchable(name)) return [{ name, because: 'short' }];
    const lacksCountry =
      writtenNumber.test(name) && toPhone(name) === undefined && !nationalForms.has(digitsOf(name));
    return lacksCountry ? [{ name, because: 'noCountry' }] : [];
  });
}

function digitsOf(written: string): string {
  return written.replace(/\D/g, '');
}
