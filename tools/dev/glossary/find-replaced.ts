import { createPhraseSearch } from './find-phrases.ts';
import { createWordSearch } from './find-words.ts';
import type { Glossary } from './read-glossary.ts';
import type { Segment } from './segment.ts';

/** A stretch of a segment that the glossary has replaced. */
export interface Hit {
  /** Positions in the segment's text. */
  readonly start: number;
  readonly end: number;
  /** The word or phrase as the glossary has it. */
  readonly entry: string;
  readonly better: string;
}

/** Finds what the glossary has replaced in a segment of the file at this path. */
export type FindReplaced = (segment: Segment, path: string) => readonly Hit[];

/** Prepares the search, which is the same for every file. Of hits that overlap it gives the longest. */
export function createFindReplaced({ words, phrases }: Glossary): FindReplaced {
  const findWords = createWordSearch(words);
  const findPhrases = createPhraseSearch(phrases);
  return (segment, path) => {
    const hits = findWords(segment, path);
    return withoutShorter(segment.kind === 'names' ? hits : [...hits, ...findPhrases(segment)]);
  };
}

function withoutShorter(hits: readonly Hit[]): readonly Hit[] {
  if (hits.length < 2) return hits;
  const isWithin = (hit: Hit, other: Hit) =>
    other.start <= hit.start &&
    hit.end <= other.end &&
    other.end - other.start > hit.end - hit.start;
  return hits.filter((hit) => !hits.some((other) => isWithin(hit, other)));
}
