import stringWidth from 'string-width';

/** How many columns of a terminal a text takes: Chinese characters and emoji take two each. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Fills a text with spaces up to a number of columns. A longer text stays whole. */
export function padToWidth(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'right' ? text + space : space + text;
}

/**
 * Cuts a text, between characters as a person sees them, so that it takes at most `width` columns. Marks take no
 * column: a character with more of them than a column has room for is left out with what follows it.
 */
export function cutToWidth(text: string, width: number): string {
  const maxUnits = width * unitsPerColumn;
  if (text.length <= maxUnits && widthOf(text) <= width) return text;
  let cut = '';
  let room = width - widthOf(ellipsis);
  for (const { segment } of characters.segment(text)) {
    room -= widthOf(segment);
    if (room < 0 || cut.length + segment.length >= maxUnits) break;
    cut += segment;
  }
  return width < widthOf(ellipsis) ? '' : cut + ellipsis;
}

/**
 * Code units of UTF-16 for a column. Scripts with many marks have fewer than 8, and so have flags and families of
 * emoji, which take two columns.
 */
const unitsPerColumn = 8;

const ellipsis = '…';

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A text of a stranger as one line that a terminal can only print: a control character would be a command
 * for it, and a mark of direction reorders what stands beside it.
 */
export function toLine(text: string): string {
  return toPrintable(text.replace(/[\t-\r\u0085\u2028\u2029]+/g, ' '));
}

/** A text of several lines, made safe in the same way. */
export function toPrintable(text: string): string {
  return text
    .toWellFormed()
    .replace(marksOfDirection, '')
    .replace(/(?![\t\n])\p{Cc}/gu, '\ufffd');
}

const marksOfDirection = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** JSON for a terminal: the characters that `JSON.stringify` does not escape and `toPrintable` refuses. */
export function escapeControls(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
