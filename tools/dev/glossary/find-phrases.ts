import type { Hit } from './find-replaced.ts';
import type { ReplacedPhrase } from './read-glossary.ts';
import type { Segment } from './segment.ts';

/** Prepares the search for phrases. Code spans are words in a sentence, whatever is in them. */
export function createPhraseSearch(
  phrases: readonly ReplacedPhrase[],
): (segment: Segment) => readonly Hit[] {
  const rules = phrases.map(({ phrase, better, except }) => ({
    entry: phrase,
    better,
    pattern: toPattern(phrase),
    spared: except.map(toPattern),
  }));
  const any = new RegExp(rules.map(({ pattern }) => pattern.source).join('|'), 'i');
  return ({ text }) => {
    const sentences = text.replaceAll(/`[^`\n]+`/g, (code) => 'X'.repeat(code.length));
    if (rules.length === 0 || !any.test(sentences)) return [];
    return rules.flatMap(({ entry, better, pattern, spared }) =>
      findSpans(sentences, pattern)
        .filter((span) => !isWithin(span, sentences, spared))
        .map((span) => ({ ...span, entry, better })),
    );
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether the span overlaps one of the phrases that are good English. */
export function isWithin(span: Span, text: string, spared: readonly RegExp[]): boolean {
  return spared
    .flatMap((pattern) => findSpans(text, pattern))
    .some(({ start, end }) => start < span.end && span.start < end);
}

/** A phrase in any case and over line breaks; `…` is one word. */
function toPattern(phrase: string): RegExp {
  const source = phrase
    .replaceAll(/[.*+?^$()[\]\\{}|]/g, '\\$&')
    .replaceAll('…', "[\\w$'’.-]*\\w")
    .replaceAll(' ', '\\s+');
  return new RegExp(`(?<![\\w-])${source}(?!\\w)`, 'gi');
}

function findSpans(text: string, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}
