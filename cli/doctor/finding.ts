/** What a check found. Only `failed` makes the command fail. */
export interface Finding {
  /** What was looked at. */
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, in one line. */
  readonly text: string;
  /** What to do about it. */
  readonly remedy?: string;
}
