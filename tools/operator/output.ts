import { formatTable } from './table.ts';

/** Where a command prints its results and its progress. */
export interface Output {
  /**
   * Prints a result: `text`, or `result` as a line of JSON with `--json`. Without a text it prints
   * indented JSON.
   */
  print(result: object, text?: string): void;
  /**
   * Prints a list: a table with these columns, or each row in full as a line of JSON with `--json`.
   * Prints nothing for an empty list.
   */
  list<Row extends object>(rows: readonly Row[], columns: readonly (keyof Row & string)[]): void;
  /** Prints a line that is the result itself, with and without `--json`. */
  line(text: string): void;
  /** Prints progress and warnings; never part of the result. */
  progress(text: string): void;
}

/** The two streams of a process, or of a test. */
export interface Streams {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}

export function createOutput({ out, error }: Streams, json: boolean): Output {
  return {
    print: (result, text) =>
      out(json ? JSON.stringify(result) : (text ?? JSON.stringify(result, null, 2))),
    list(rows, columns) {
      if (json) for (const row of rows) out(JSON.stringify(row));
      else if (rows.length > 0) out(formatTable(rows, columns));
    },
    line: out,
    progress: error,
  };
}
