/** One row of the report: a measurement, and what it is compared with in the same run. */
export interface Row {
  readonly what: string;
  readonly measured: number;
  readonly unit:
    | 'ms'
    | 'µs'
    | 'bytes'
    | 'KB'
    | 'MB'
    | 'MB/s'
    | '/s'
    | 'USD'
    | 'units'
    | 'attempts'
    | 'calls'
    | 'fixtures';
  /** The floor or the peer that it is compared with. */
  readonly against?: string;
  /** `measured` divided by the same measurement of `against`. */
  readonly ratio?: number;
  /** The upper limit of `ratio`, or of `measured` in a row without a ratio. */
  readonly limit?: number;
  /** The lower limit of `measured`, instead. */
  readonly least?: number;
  /** A row that other rows summarize: in the JSON file, and in the table only with `--fixtures`. */
  readonly detail?: true;
}

export interface BenchmarkOptions {
  /** Also measure what takes too long for a usual run. */
  readonly full: boolean;
  /** Also record the figures from which documents are computed. */
  readonly record: boolean;
  /** Whether to measure the case with this name; only benchmarks h and i ask. */
  isChosen(name: string): boolean;
  /** Receives progress messages, one line each. */
  onProgress(line: string): void;
}

/** A benchmark of `npm run bench`, identified by a letter. */
export interface Benchmark {
  readonly letter: string;
  readonly title: string;
  run(options: BenchmarkOptions): Promise<readonly Row[]>;
}

/** Whether a row is within its limit; `undefined` when it has none. */
export function isWithinLimit({ measured, ratio, limit, least }: Row): boolean | undefined {
  if (least !== undefined) return measured >= least;
  return limit === undefined ? undefined : (ratio ?? measured) <= limit;
}
