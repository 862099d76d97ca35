import type { MediaApi } from '../shared/provider/manifest.ts';

/** What the stack needs to know of a provider; a manifest of `functions/providers/registry.ts` has it. */
export interface RegisteredProvider {
  /** Name of its folder in `functions/`, and first segment of its callback path. */
  readonly id: string;
  /** The name that people know it by. */
  readonly name: string;
  /** Where its files are, if callbacks name them only by an id. */
  readonly mediaApi?: MediaApi;
}
