/**
 * How a stretch of a file is read: `names` word by word, `sentences` for phrases too, and a `block`
 * (of a page: a command, its output) in both ways, since it may hold either.
 */
export type SegmentKind = 'names' | 'sentences' | 'block';

/**
 * A stretch of a file that the glossary rules. Its text is as long as what it stands for: marks of
 * comments, quotes and the like are blank, and code inside a template literal is `X`. So a position
 * in the text is a position in the file.
 */
export interface Segment {
  readonly kind: SegmentKind;
  /** Position of the first character in the file. */
  readonly start: number;
  readonly text: string;
}

/** A string literal: a name when it is one word, sentences otherwise. */
export function toStringSegment(start: number, text: string): Segment {
  return { kind: /\S\s+\S/.test(text) ? 'sentences' : 'names', start, text };
}

/** As many spaces as the text has characters, with its line breaks. */
export function toBlank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
