import type { Manifest, MediaApi } from '../shared/provider/manifest.ts';

/** What the stack needs of a provider. Every manifest in `functions/providers/registry.ts` has it. */
export interface RegisteredProvider {
  /** Name of its folder in `functions/providers/`, and first segment of its callback path. */
  readonly id: string;
  /** The name that people read. */
  readonly name: string;
  /** The API that serves its files, if callbacks name files only by an id. */
  readonly mediaApi?: MediaApi;
  /** How it signs its callbacks, if it does. */
  readonly signature?: Manifest['signature'];
}
