import type { Glossary, ReplacedPhrase, ReplacedWord } from './read-glossary.ts';
import type { Segment } from './segment.ts';

/** A place where a file uses what the glossary has replaced. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  /** As the file has it. */
  readonly found: string;
  /** The entry of the glossary. */
  readonly entry: string;
  readonly better: string;
}

interface Hit {
  readonly start: number;
  readonly end: number;
  readonly entry: string;
  readonly better: string;
}

interface PhraseRule extends ReplacedPhrase {
  readonly pattern: RegExp;
  readonly spared: readonly RegExp[];
}

export type FindHits = (segment: Segment) => readonly Hit[];

const wordPattern = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/** Prepares the search, which is the same for every file. */
export function createFindHits({ words, phrases }: Glossary): FindHits {
  const byFirstWord = Map.groupBy(words, ({ word }) => word.split(' ')[0] ?? '');
  const rules = phrases.map((phrase) => ({
    ...phrase,
    pattern: toPattern(phrase.phrase),
    spared: phrase.except.map(toPattern),
  }));
  const anyPhrase = new RegExp(rules.map(({ pattern }) => pattern.source).join('|'), 'i');
  return (segment) => {
    const isName =
      segment.kind === 'names' || (segment.kind === 'string' && isOneWord(segment.text));
    const text = segment.text;
    const hits = findWords(text, byFirstWord, isName);
    if (isName) return hits;
    const sentences = segment.kind === 'string' ? text : text.replaceAll(/`[^`\n]*`/g, toWord);
    return anyPhrase.test(sentences) ? [...hits, ...findPhrases(sentences, rules)] : hits;
  };
}

function findWords(
  text: string,
  byFirstWord: ReadonlyMap<string, readonly ReplacedWord[]>,
  isName: boolean,
): readonly Hit[] {
  const found = [...text.matchAll(wordPattern)].map(({ 0: word, index }) => ({
    word: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
  let names: string | undefined;
  return found.flatMap(({ word, start }, at) => {
    const rules = byFirstWord.get(word) ?? byFirstWord.get(word.replace(/s$/, '')) ?? [];
    return rules.flatMap((rule): readonly Hit[] => {
      const parts = rule.word.split(' ');
      const last = parts.at(-1);
      const isThere = parts.every((part, index) => {
        const next = found[at + index];
        const isEnd = index === parts.length - 1;
        return (
          next !== undefined &&
          (next.word === part || (isEnd && next.word === `${last}s`)) &&
          (index === 0 || /^[\s_-]*$/.test(text.slice(found[at + index - 1]?.end, next.start)))
        );
      });
      if (!isThere) return [];
      const end = found[at + parts.length - 1]?.end ?? start;
      if (rule.inNames && !isName) {
        names ??= keepNames(text);
        if (names.slice(start, end).trim() === '') return [];
      }
      return [{ start, end, entry: rule.word, better: rule.better }];
    });
  });
}

function findPhrases(sentences: string, rules: readonly PhraseRule[]): readonly Hit[] {
  return rules.flatMap(({ pattern, spared, phrase, better }) => {
    const matches = [...sentences.matchAll(pattern)];
    if (matches.length === 0) return [];
    const good = spared.flatMap((except) => [...sentences.matchAll(except)]);
    return matches
      .map(({ 0: found, index }) => ({
        start: index,
        end: index + found.length,
        entry: phrase,
        better,
      }))
      .filter(
        ({ start, end }) => !good.some((at) => at.index < end && start < at.index + at[0].length),
      );
  });
}

/** `…` stands for any word; `(s)` may be there; a space may be a line break. */
function toPattern(phrase: string): RegExp {
  const source = phrase
    .replaceAll(/[.*+?^$[\]\\{}|]/g, '\\$&')
    .replaceAll(/\(([^)]*)\)/g, '(?:$1)?')
    .replaceAll('…', "[\\w'’$-]+")
    .replaceAll(' ', '\\s+');
  return new RegExp(`(?<![\\w-])${source}(?![\\w])`, 'gi');
}

/** The text with everything blank but code spans and words that are identifiers. */
function keepNames(text: string): string {
  let kept = ' '.repeat(text.length);
  for (const { 0: name, index } of text.matchAll(/`[^`\n]*`|\w*(?:[a-z][A-Z]|_|#)\w*|--[\w-]+/g)) {
    kept = kept.slice(0, index) + name + kept.slice(index + name.length);
  }
  return kept;
}

function isOneWord(text: string): boolean {
  return !/\s/.test(text.trim());
}

function toWord(text: string): string {
  return 'X'.repeat(text.length);
}
