import { styleText } from 'node:util';
import { cutToWidth, toLine, widthOf } from './text.ts';

/** The terminal of a person, for which results are laid out. */
export interface Terminal {
  /** How many narrow characters a line has. */
  readonly columns: number;
  /** Whether it shows colours, and its owner wants them. */
  readonly hasColors: boolean;
}

/** How a part of a line stands out. */
export type Style = 'good' | 'bad' | 'warning' | 'in' | 'out' | 'file' | 'quiet' | 'strong';

/** A part of a line. Its text may be a stranger's: `render` makes it safe. */
export interface Span {
  readonly text: string;
  readonly style?: Style | undefined;
  /** Whether to cut it where the line ends. What is pasted into a command, such as a key, stays whole. */
  readonly cut?: true | undefined;
}

/** A line of a result for a person. */
export type Line = readonly (string | Span)[];

/** Colours that are legible on light and on dark terminals. */
const colors = {
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  in: 'green',
  out: 'blue',
  file: 'magenta',
  quiet: 'dim',
  strong: 'bold',
} as const satisfies Readonly<Record<Style, Parameters<typeof styleText>[0]>>;

/**
 * The text of lines. No control character of a text reaches the terminal: it could move the cursor, change the
 * title or write to the clipboard. Without a terminal nothing is cut or coloured.
 */
export function render(lines: readonly Line[], terminal?: Terminal): string {
  return lines.map((line) => renderLine(line, terminal)).join('\n');
}

function renderLine(line: Line, terminal: Terminal | undefined): string {
  const spans = line
    .map((part) => (typeof part === 'string' ? { text: part } : part))
    .map((span: Span) => ({ ...span, text: toLine(span.text) }));
  const fixed = spans.filter(({ cut }) => !cut).map(({ text }) => widthOf(text));
  let room = (terminal?.columns ?? Infinity) - fixed.reduce((sum, width) => sum + width, 0);
  const texts = spans.map(({ text, style, cut }) => {
    const shown = cut ? cutToWidth(text, Math.max(room, shortest)) : text;
    if (cut) room -= widthOf(shown);
    return style && terminal?.hasColors
      ? styleText(colors[style], shown, { validateStream: false })
      : shown;
  });
  return texts.join('').trimEnd();
}

/** The columns that a cut text keeps, even on a terminal that is too narrow for the rest of its line. */
const shortest = 16;
