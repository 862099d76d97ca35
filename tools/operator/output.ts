import { toTable } from './table.ts';
import { type Line, render, type Terminal } from './terminal/lines.ts';
import { escapeControls, toPrintable } from './terminal/text.ts';

/**
 * Where a command prints its results and its progress. A list, an entry and a document are data: they are JSON
 * with `--json` and for another program, and laid out for a person at a terminal. What `print` prints is the
 * report of an action, and is text unless `--json` asks for JSON.
 */
export interface Output {
  /** Prints a report: `text`, or `result` as a line of JSON. Without a text it prints indented JSON. */
  print(result: object, text?: string): void;
  /**
   * Prints a list: a table with these columns for a person, else each row in full as a line of JSON. Prints
   * nothing for an empty list.
   *
   * @param cut the column that a narrow terminal cuts; it is the last one
   */
  list<Row extends object>(
    rows: readonly Row[],
    columns: readonly (keyof Row & string)[],
    cut?: keyof Row & string,
  ): void;
  /** Prints one of several results, such as an event that arrives: lines for a person, else a line of JSON. */
  entry<Entry extends object>(entry: Entry, describe: Describe<Entry>): void;
  /** Prints the one result of a command: lines for a person, else indented JSON, or a line of it with `--json`. */
  document<Document extends object>(document: Document, describe: Describe<Document>): void;
  /** Prints a line of JSON, with and without `--json`. */
  line(text: string): void;
  /** Prints progress and warnings; never part of the result. */
  progress(text: string): void;
}

/** Lays out a result for a person. */
export type Describe<Result> = (result: Result, terminal: Terminal) => readonly Line[];

/** The two streams of a process, or of a test. */
export interface Streams {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  /** Absent where a program or a file receives the results. */
  readonly terminal?: Terminal | undefined;
}

/** @param json whether `--json` was given */
export function createOutput({ out, error, terminal }: Streams, json: boolean): Output {
  const printJson = (result: object, indent?: number) => {
    const text = JSON.stringify(result, null, indent);
    out(terminal ? escapeControls(text) : text);
  };
  const reader = json ? undefined : terminal;
  return {
    print(result, text) {
      if (json || text === undefined) printJson(result, json ? undefined : 2);
      else out(toPrintable(text));
    },
    list(rows, columns, cut) {
      if (!reader) for (const row of rows) printJson(row);
      else if (rows.length > 0) out(render(toTable(rows, columns, cut), reader));
    },
    entry(entry, describe) {
      if (reader) out(render(describe(entry, reader), reader));
      else printJson(entry);
    },
    document(document, describe) {
      if (reader) out(render(describe(document, reader), reader));
      else printJson(document, json ? undefined : 2);
    },
    line: (text) => out(terminal ? escapeControls(text) : text),
    progress: (text) => error(toPrintable(text)),
  };
}
