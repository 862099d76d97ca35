import type { JsonValue } from '../json.ts';
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

/** The message of a test callback. Its persons and numbers are invented. */
export interface SampleMessage {
  /** Where the provider has an id of its own for a message besides WhatsApp's, both are this one. */
  readonly id: string;
  readonly sentAt: Date;
  /** Phone numbers are digits. */
  readonly user: { readonly phone: string; readonly name: string };
  readonly business: { readonly phone: string };
  readonly text: string;
  /** A picture instead of the text; a provider whose callbacks have no links sends the text. */
  readonly picture?: {
    readonly url: string;
    readonly mimeType: string;
    /** Hexadecimal. */
    readonly sha256: string;
  };
}

/** What the `sample.ts` of a provider's folder exports: `tributary verify` sends it. */
export interface ProviderSample {
  /** The decoded body of a callback, as the provider sends it, in which a user wrote this message. */
  readonly toSample: (message: SampleMessage) => JsonValue;
}

/** The adapter of a provider: its manifest and its code, which is the module `normalize.ts`. */
export function defineProvider(manifest: Manifest, code: ProviderCode): ProviderAdapter {
  const { verify = createVerify(manifest.signature), normalize } = code;
  const { codec = jsonCodec, handshake } = code;
  return { manifest, verify, normalize, codec, ...(handshake && { handshake }) };
}
