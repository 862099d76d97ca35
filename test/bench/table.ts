import { isWithinLimit, type Row } from './benchmark.ts';

export const headings = ['', 'measured', 'against', 'ratio', 'limit', ''] as const;

/** The rows as a table for a terminal. */
export function toTable(rows: readonly Row[]): string {
  const lines = [headings, ...rows.map(toCells)];
  const widths = headings.map((_, column) =>
    Math.max(...lines.map((cells) => (cells[column] ?? '').length)),
  );
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 0 || column === 2 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The cells of a row, one for each heading. */
export function toCells(row: Row): readonly string[] {
  const { what, measured, unit, against = '', ratio } = row;
  const verdict = { true: 'met', false: 'NOT MET', undefined: '' }[String(isWithinLimit(row))];
  return [
    what,
    `${toShort(measured)} ${unit}`,
    against,
    ratio === undefined ? '' : `${toShort(ratio)} ×`,
    toLimit(row),
    verdict ?? '',
  ];
}

function toLimit({ unit, ratio, limit, least }: Row): string {
  if (least !== undefined) return `≥ ${least} ${unit}`;
  return limit === undefined ? '' : `≤ ${limit}${ratio === undefined ? ` ${unit}` : ' ×'}`;
}

/** A number with three digits: a measurement on a shared machine is not more precise. */
export function toShort(value: number): string {
  if (value === 0 || Math.abs(value) >= 100) return value.toFixed(0);
  return value.toPrecision(3);
}
