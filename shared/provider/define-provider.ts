import { jsonCodec } from './body-codec.ts';
import type { Manifest } from './manifest.ts';
import type { ProviderAdapter } from './provider-adapter.ts';
import { createVerify } from './verify-callback.ts';

/** What the `normalize.ts` of a provider's folder exports. */
export interface ProviderCode extends Omit<ProviderAdapter, 'manifest' | 'verify' | 'codec'> {
  /** @default the token, the static headers of the secret, and the signature of the manifest */
  readonly verify?: ProviderAdapter['verify'];
  /** @default JSON */
  readonly codec?: ProviderAdapter['codec'];
}

/** The adapter of a provider: its manifest and its code, which is the module `normalize.ts`. */
export function defineProvider(manifest: Manifest, code: ProviderCode): ProviderAdapter {
  const { verify = createVerify(manifest.signature), normalize } = code;
  const { codec = jsonCodec, handshake } = code;
  return { manifest, verify, normalize, codec, ...(handshake && { handshake }) };
}
