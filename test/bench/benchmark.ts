/** One line of the report: something measured, and what it is compared with in the same run. */
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
    | 'calls'
    | 'fixtures';
  /** What it is compared with: a floor or a peer. */
  readonly against?: string;
  /** `measured` divided by the same of `against`. */
  readonly ratio?: number;
  /** The number to stay within (DESIGN §7), of the ratio where there is one. */
  readonly limit?: number;
  /** One of many that others sum up: in the JSON, and in the table only with `--fixtures`. */
  readonly detail?: true;
}

export interface BenchmarkOptions {
  /** Also what takes too long for a usual run. */
  readonly full: boolean;
  /** Also keeps what documents are computed from, beside the rows. */
  readonly record: boolean;
  /** Told what is going on, one line at a time. */
  onProgress(line: string): void;
}

/** One of the benchmarks that `npm run bench` runs, known by a letter. */
export interface Benchmark {
  readonly letter: string;
  readonly title: string;
  run(options: BenchmarkOptions): Promise<readonly Row[]>;
}

/** Whether a row is within its limit; `undefined` when it has none. */
export function isWithinLimit({ measured, ratio, limit }: Row): boolean | undefined {
  return limit === undefined ? undefined : (ratio ?? measured) <= limit;
}
