/** Something that must never be, and is. */
export interface Violation {
  /** The rule that is broken, in few words; the same for every seed that breaks it. */
  readonly invariant: string;
  /** What it is broken by. */
  readonly what: string;
}
