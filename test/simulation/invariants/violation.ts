/** A broken invariant. */
export interface Violation {
  /** The rule, in few words; the same for every seed that breaks it. */
  readonly invariant: string;
  /** What breaks it. */
  readonly what: string;
}
