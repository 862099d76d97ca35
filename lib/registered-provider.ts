import type { GenericSettings } from '../shared/provider/generic-provider.ts';
import type { Manifest } from '../shared/provider/manifest.ts';

/**
 * What the stack needs of a provider. Every manifest in `functions/providers/registry.ts` has it, and every
 * generic provider of the configuration.
 */
export interface RegisteredProvider {
  /** Name of its folder in `functions/providers/`, and first segment of its callback path. */
  readonly id: string;
  /** The name that people read. */
  readonly name: string;
  /** How the media mirror gets its files, if a link alone does not open them. */
  readonly mediaAccess?: Manifest['mediaAccess'];
  /** How it signs its callbacks, if it does. */
  readonly signature?: Manifest['signature'];
  /** The settings of a provider that has no adapter. */
  readonly generic?: GenericSettings;
}
