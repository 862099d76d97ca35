/** How a stretch of a file is read: by its words alone, or as sentences as well. */
export type SegmentKind = 'names' | 'comment' | 'string' | 'prose';

/**
 * A stretch of a file that the glossary rules. `text` is as long as the stretch that it stands for:
 * what is not to be read (comment marks, the code in a template literal, targets of links) is blank
 * or `X`, so that a position in it is a position in the file.
 */
export interface Segment {
  readonly kind: SegmentKind;
  /** Position of the first character in the file. */
  readonly start: number;
  readonly text: string;
}

/** The same number of spaces, with the line breaks of the text. */
export function toBlank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
