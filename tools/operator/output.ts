/** Where a command tells what it found, and how far it is. */
export interface Output {
  /**
   * One result: `text` for a person, or `result` as a line of JSON when `--json` was given. Without
   * a text a person gets JSON too.
   */
  print(result: object, text?: string): void;
  /** A line that is the result itself, with and without `--json`. */
  line(text: string): void;
  /** How far long work is; never part of the result. */
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
    line: out,
    progress: error,
  };
}
