import { isWithin, toPattern } from './find-phrases.ts';
import type { Hit } from './find-replaced.ts';
import type { ReplacedWord } from './read-glossary.ts';
import type { Segment } from './segment.ts';

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface WordRule extends ReplacedWord {
  readonly parts: readonly string[];
  /** What may be between two parts. */
  readonly gap: RegExp;
  readonly spared: readonly RegExp[];
}

/** One word of an identifier or of a sentence: `HTTPRequest` is two, `front-door` too. */
const anyWord = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/** In a sentence: code, identifiers, and options of a command. */
const anyName = /`[^`\n]+`|\w*(?:[a-z][A-Z]|_|#)\w*|--[\w-]+/g;

/**
 * Prepares the search for words. It finds them in every spelling (`frontDoor`, `FRONT_DOOR`, `front
 * door`) and in the plural.
 */
export function createWordSearch(
  words: readonly ReplacedWord[],
): (segment: Segment, path: string) => readonly Hit[] {
  const folderRules = words.filter(({ word }) => word.endsWith('/')).map(toFolderRule);
  const rules = words.filter(({ word }) => !word.endsWith('/')).map(toRule);
  const byFirstWord = Map.groupBy(rules, ({ parts }) => parts[0] ?? '');
  const find = (segment: Segment, path: string) => {
    const found = splitWords(segment.text);
    return found.flatMap((word, at) =>
      (byFirstWord.get(word.text) ?? byFirstWord.get(toSingular(word.text)) ?? [])
        .filter(({ folders }) => folders.length === 0 || folders.some((to) => path.startsWith(to)))
        .flatMap((rule) => toHits(matchParts(rule, found, at, segment.text), rule, segment)),
    );
  };
  return (segment, path) => [
    ...find(segment, path),
    ...folderRules.flatMap((findFolder) => findFolder(segment)),
  ];
}

function toRule(word: ReplacedWord): WordRule {
  return {
    ...word,
    parts: word.word.toLowerCase().split(/[ -]/),
    gap: word.word.includes('-') ? /^[_-]?$/ : /^[\s_-]*$/,
    spared: word.except.map(toPattern),
  };
}

/** A folder that has moved, at the beginning of a path. */
function toFolderRule({ word, better }: ReplacedWord): (segment: Segment) => readonly Hit[] {
  const pattern = new RegExp(`(?<![\\w./@-])${word}(?=\\w)`, 'g');
  return ({ text }) =>
    [...text.matchAll(pattern)].map(({ index }) => ({
      start: index,
      end: index + word.length,
      entry: word,
      better,
    }));
}

function splitWords(text: string): readonly Word[] {
  return [...text.matchAll(anyWord)].map(({ 0: word, index }) => ({
    text: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
}

/** The words from here on, when they are those of the rule. */
function matchParts(
  { parts, gap }: WordRule,
  found: readonly Word[],
  at: number,
  text: string,
): readonly Word[] {
  const matched = found.slice(at, at + parts.length);
  const isSame = parts.every((part, index) => {
    const word = matched[index]?.text;
    return word === part || (index === parts.length - 1 && toSingular(word ?? '') === part);
  });
  const gaps = matched.slice(1).map(({ start }, index) => text.slice(matched[index]?.end, start));
  return isSame && gaps.every((between) => gap.test(between)) ? matched : [];
}

function toHits(matched: readonly Word[], rule: WordRule, segment: Segment): readonly Hit[] {
  const start = matched[0]?.start;
  const end = matched.at(-1)?.end;
  if (start === undefined || end === undefined) return [];
  const span = { start, end };
  if (!isInScope(span, rule, segment) || isWithin(span, segment.text, rule.spared)) return [];
  return [{ ...span, entry: rule.word, better: rule.better }];
}

function isInScope(
  span: { readonly start: number; readonly end: number },
  { scope }: WordRule,
  { kind, text }: Segment,
): boolean {
  if (scope === 'everywhere') return true;
  const name =
    kind === 'sentences'
      ? [...text.matchAll(anyName)].find(
          ({ 0: found, index }) => index <= span.start && span.end <= index + found.length,
        )?.[0]
      : text;
  if (name === undefined) return false;
  return scope === 'names' || kind !== 'names' || isKey(span, text);
}

/** Whether the span is all of a string, or a property: `.turn`, `turn:`. */
function isKey(span: { readonly start: number; readonly end: number }, text: string): boolean {
  const before = text.slice(0, span.start);
  const after = text.slice(span.end);
  if (/\w$/.test(before) || /^\w/.test(after)) return false;
  if (before.trim() === '' && after.trim() === '') return true;
  return (
    /(?<!\.)\.$/.test(before) ||
    (/(?:^|[{,;(]|readonly)\s*$/.test(before) && /^\??\s*:/.test(after))
  );
}

function toSingular(word: string): string {
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/s$/, '');
}
