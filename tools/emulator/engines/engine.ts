/** A running engine for one AWS service or more. */
export interface Engine {
  /** Origin without a trailing slash: `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  stop(): Promise<void>;
}
