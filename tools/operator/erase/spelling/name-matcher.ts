import { toPhone } from '../../../../shared/provider/values/phone.ts';
import { textsInBase64 } from './base64-texts.ts';
import { decodings, normalize } from './decodings.ts';
import { textsOf } from './json-texts.ts';
import { peopleIn } from './people.ts';
import { isSearchable } from './unsearched-names.ts';

/** Finds names of people in bodies, however they are written. */
export interface NameMatcher {
  /** The names that a body contains: JSON, or any other text. */
  namesIn(body: string): ReadonlySet<string>;
  /** Every number or id in a body that may be a person's. */
  peopleIn(body: string): ReadonlySet<string>;
}

/** The most digits of a number with an international prefix: `011` and 15 digits. */
const maxDigits = 18;

/** Base64 inside base64, such as a WhatsApp id of a message in JSON. */
const maxBase64Layers = 2;

/** The fewest digits of a whole number with its country. */
const minDigitsWithCountry = 7;

/** A number as people write it, or several: groups of digits with little between them. */
const writtenNumbers =
  /\+?\d+(?:[\s()._/|\-\u00b7\u2010-\u2015\u2022\u2212\u2219\u22c5]{1,4}\d+)*/g;

/** What must be decoded or parsed to be compared; a body without it says the same as its raw text. */
const needsDecoding = /%[0-9a-f]{2}|\\[bfnrtux/]|&#|[[:,\s]-?[\d.]+e|"base64"/i;

/**
 * Makes a matcher of these names.
 *
 * A phone number is found by its digits: with `+`, `00` or `011`, with white space and punctuation
 * between them, before and after other numbers, as a JSON number, beside letters or `_`, in a group's id,
 * in WhatsApp's id of a message, in base64, and behind escapes. A longer run of digits that contains it
 * is another number. An id is found as a separate word. `unsearchedNames` says which names are not looked for.
 *
 * @param nationalForms those of the names that are a number without its country: such a number is found
 *   only where no country stands before it
 */
export function createNameMatcher(
  names: Iterable<string>,
  nationalForms: ReadonlySet<string> = new Set(),
): NameMatcher {
  const phones = new Map<string, string>();
  const nationals = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const name of names) {
    if (!isSearchable(name)) continue;
    if (nationalForms.has(name)) nationals.set(name, name);
    else if (toPhone(name) === name) {
      for (const prefix of ['', '00', '011']) phones.set(prefix + name, name);
    } else ids.set(normalize(name), name);
  }

  const isAlwaysParsed = [...ids.keys()].some((id) => /["\\]/.test(id));

  /** Nine bodies of ten are plain, and decoding takes ten times as long as looking. */
  function* decodedTexts(body: string): Generator<string> {
    const plain = normalize(body);
    if (!isAlwaysParsed && !needsDecoding.test(plain)) yield plain;
    else for (const text of textsOf(body)) yield* decodings(text);
  }

  /** The texts of a body, and those that are in base64 in them. */
  function* textsToSearch(body: string, layer = 0): Generator<string> {
    for (const text of decodedTexts(body)) {
      yield text;
      if (layer === maxBase64Layers) continue;
      for (const inner of textsInBase64(text)) yield* textsToSearch(inner, layer + 1);
    }
  }

  function addNamesInNumber(written: string, found: Set<string>): void {
    const add = (name: string | undefined) => {
      if (name !== undefined) found.add(name);
    };
    // Any group can be the first of a number: a date, an amount or another number stands before it.
    const groups = written.match(/\d+/g) ?? [];
    let before = 0;
    for (const [first, { length }] of groups.entries()) {
      let digits = '';
      for (const group of groups.slice(first, first + maxDigits)) {
        digits += group;
        if (digits.length > maxDigits) break;
        add(phones.get(digits));
        const isAfterCountry = written.startsWith('+') && before < minDigitsWithCountry;
        if (!isAfterCountry) add(nationals.get(digits));
      }
      before += length;
    }
  }

  function addNamesInText(text: string, found: Set<string>): void {
    if (phones.size > 0 || nationals.size > 0) {
      // "+49 (0)151 …" has the 0 of the national form in brackets.
      for (const written of text.replaceAll('(0)', ' ').match(writtenNumbers) ?? []) {
        addNamesInNumber(written, found);
      }
    }
    for (const [id, name] of ids) if (hasWord(text, id)) found.add(name);
  }

  return {
    namesIn(body) {
      const found = new Set<string>();
      for (const text of textsToSearch(body)) addNamesInText(text, found);
      return found;
    },
    peopleIn(body) {
      const found = new Set<string>();
      for (const text of textsToSearch(body)) {
        for (const person of peopleIn(text)) found.add(person);
      }
      return found;
    },
  };
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isPartOfWord(text[at - 1]) && !isPartOfWord(text[at + word.length])) return true;
  }
  return false;
}

function isPartOfWord(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}
