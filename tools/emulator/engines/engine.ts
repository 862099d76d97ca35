/** A running engine for one or more AWS services. */
export type Engine = {
  /** Origin without a trailing slash: `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  stop(): Promise<void>;
};
