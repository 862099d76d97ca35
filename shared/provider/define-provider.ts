import type { Manifest } from './manifest.ts';
import type { ProviderAdapter } from './provider-adapter.ts';

/** What the `normalize.ts` of a provider's folder exports. */
export type ProviderCode = Omit<ProviderAdapter, 'manifest'>;

/** The adapter of a provider: its manifest and its code, which is the module `normalize.ts`. */
export function defineProvider(manifest: Manifest, code: ProviderCode): ProviderAdapter {
  const { verify, normalize, handshake, codec } = code;
  return {
    manifest,
    verify,
    normalize,
    ...(handshake && { handshake }),
    ...(codec && { codec }),
  };
}
