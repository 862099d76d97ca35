import type { Channel } from '../contract/index.ts';
import type { JsonValue } from '../json.ts';
import type { Manifest } from './manifest.ts';
import type { NormalizeResult } from './normalize-result.ts';
import type { ProviderSecret } from './provider-secret.ts';

/** A callback as it came over HTTP, whichever endpoint it used. */
export interface CallbackRequest {
  readonly method: string;
  /** Last segment of the path: the token. Empty when there is none. */
  readonly token: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The raw bytes: a signature is over these and nothing else. */
  readonly body: Uint8Array;
}

/** Whether a callback comes from the provider. A refusal does not say what was wrong. */
export type Verdict =
  | { readonly authentic: true; readonly connection?: string | undefined }
  | { readonly authentic: false };

/** What the owner has configured of a provider's sending channels, by the provider's channel id. */
export type ChannelDirectory = Readonly<
  Record<string, { readonly channel?: Channel | undefined; readonly phone?: string | undefined }>
>;

/** What an adapter may know beside the body. */
export interface NormalizeContext {
  readonly channels: ChannelDirectory;
}

/**
 * The code for one provider; `defineProvider` makes one.
 *
 * Guarantees: `verify` and `normalize` do no I/O, are deterministic, and do not throw, whatever the
 * bytes. `normalize` gives one result for each item of the body, in the order of the body, and at
 * least one; an item that cannot be read does not affect the others.
 * Not guaranteed: that the results of one callback concern the same message, or that any is an event.
 */
export interface ProviderAdapter {
  readonly manifest: Manifest;
  verify(request: CallbackRequest, secret: ProviderSecret): Verdict;
  normalize(body: JsonValue, context: NormalizeContext): readonly NormalizeResult[];
  /**
   * The challenge to send back when the request is a handshake and carries no events; `undefined`
   * for any other request. Called only with requests that `verify` found authentic.
   */
  handshake?(request: CallbackRequest, secret: ProviderSecret): string | undefined;
}
