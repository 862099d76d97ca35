import { isWithin } from './find-phrases.ts';
import type { Hit } from './find-replaced.ts';
import type { ReplacedWord } from './read-glossary.ts';
import type { Segment } from './segment.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Word extends Span {
  readonly text: string;
}

interface WordRule extends ReplacedWord {
  readonly parts: readonly string[];
  /** What may be between two parts. */
  readonly gap: RegExp;
  readonly spared: readonly RegExp[];
}

/** One word of an identifier or of a sentence: `HTTPRequest` is two words, `time-limit` too. */
const anyWord = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/** In a sentence: code, identifiers, and options of a command. */
const anyName = /`[^`\n]+`|\w*(?:[a-z][A-Z]|_|#)\w*|--[\w-]+/g;

/**
 * Prepares the search for words. It finds them in every spelling (`timeLimit`, `TIME_LIMIT`, `time
 * limit`) and in the plural.
 */
export function createWordSearch(
  words: readonly ReplacedWord[],
): (segment: Segment, path: string) => readonly Hit[] {
  const byFirstWord = Map.groupBy(words.map(toRule), ({ parts }) => parts[0] ?? '');
  return (segment, path) => {
    const found = splitWords(segment.text);
    return found.flatMap((word, at) =>
      (byFirstWord.get(word.text) ?? byFirstWord.get(toSingular(word.text)) ?? [])
        .filter(({ folders }) => folders.length === 0 || folders.some((to) => path.startsWith(to)))
        .flatMap((rule) => toHits(matchParts(rule, found, at, segment.text), rule, segment)),
    );
  };
}

function toRule(word: ReplacedWord): WordRule {
  return {
    ...word,
    parts: word.word.toLowerCase().split(/[ -]/),
    gap: word.word.includes('-') ? /^[_-]?$/ : /^[\s_-]*$/,
    spared: word.except.map(toAnySpelling),
  };
}

function toAnySpelling(words: string): RegExp {
  return new RegExp(`(?<![a-z])${words.replaceAll(' ', '[\\s_-]*')}(?![a-z])`, 'gi');
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

function isInScope(span: Span, { scope }: WordRule, { kind, text }: Segment): boolean {
  if (scope === 'everywhere') return true;
  if (kind === 'sentences') {
    const name = findName(span, text);
    return name !== undefined && (scope === 'names' || isKey(moveBy(span, -name.start), name.text));
  }
  return scope === 'names' || isKey(span, text);
}

/** The name in a sentence that the span is in, without its backticks. */
function findName({ start, end }: Span, text: string): (Span & { text: string }) | undefined {
  for (const { 0: found, index } of text.matchAll(anyName)) {
    if (index <= start && end <= index + found.length) {
      return { text: found.replaceAll('`', ' '), start: index, end: index + found.length };
    }
  }
  return undefined;
}

function moveBy({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** Whether the span is a property or all of a text: `.size`, `size:`, `"size"`, `size < 3`. */
function isKey({ start, end }: Span, text: string): boolean {
  const before = text.slice(0, start);
  const after = text.slice(end);
  if (/\w$/.test(before) || /^\w/.test(after)) return false;
  if (before.trim() === '' && after.trim() === '') return true;
  if (/(?<!\.)\.$/.test(before) || /^ [<=>]+ :/.test(after)) return true;
  return /(?:^|[{,;(]|readonly)\s*$/.test(before) && /^\??\s*:/.test(after);
}

function toSingular(word: string): string {
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/s$/, '');
}
