/** What the stack needs to know of a provider; a manifest of `functions/providers.ts` has it. */
export interface RegisteredProvider {
  /** Name of its folder in `functions/`, and first segment of its callback path. */
  readonly id: string;
  /** The name that people know it by. */
  readonly name: string;
}
