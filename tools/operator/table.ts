import { type Line, render, type Span } from './terminal/lines.ts';
import { padToWidth, toLine, widthOf } from './terminal/text.ts';

/**
 * Rows as lines: one line each, with aligned columns, below the names of the columns. Numbers are aligned on
 * the right.
 *
 * @param cut the column that a narrow terminal cuts; the last one, or nothing is aligned after it
 */
export function toTable<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
  cut?: keyof Row & string,
): readonly Line[] {
  const cells = columns.map((column) => ({
    column,
    texts: [column, ...rows.map((row) => toLine(toText(row[column])))],
    isNumeric: rows.every((row) => typeof row[column] === 'number'),
  }));
  const padded = cells.map(({ column, texts, isNumeric }) => {
    const width = Math.max(...texts.map(widthOf));
    const side = isNumeric ? 'left' : 'right';
    return texts.map((text) => (column === cut ? text : padToWidth(text, width, side)));
  });
  return [-1, ...rows.keys()].map((row) =>
    padded.flatMap((texts, index): Span[] => [
      ...(index === 0 ? [] : [{ text: '  ' }]),
      {
        text: texts[row + 1] ?? '',
        ...(row < 0 && { style: 'quiet' as const }),
        ...(columns[index] === cut && { cut: true as const }),
      },
    ]),
  );
}

function toText(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** A table as text, as wide as it is. */
export function formatTable<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
): string {
  return render(toTable(rows, columns));
}
