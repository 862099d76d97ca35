/**
 * Rows for a terminal: one line each, with aligned columns, below the names of the columns. Numbers are
 * aligned on the right.
 */
export function formatTable<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
): string {
  const cells = columns.map((column) => [column, ...rows.map((row) => String(row[column]))]);
  const widths = cells.map((ofColumn) => Math.max(...ofColumn.map((cell) => cell.length)));
  const isNumeric = columns.map((column) => rows.every((row) => typeof row[column] === 'number'));
  const toLine = (index: number) =>
    cells
      .map((ofColumn, column) => {
        const cell = ofColumn[index] ?? '';
        const width = widths[column] ?? 0;
        return isNumeric[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [-1, ...rows.keys()].map((row) => toLine(row + 1)).join('\n');
}
