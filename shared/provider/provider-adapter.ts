import type { Channel } from '../contract/index.ts';
import type { JsonValue } from '../json.ts';
import type { BodyCodec } from './body-codec.ts';
import type { Manifest } from './manifest.ts';
import type { NormalizeResult } from './normalize-result.ts';
import type { ConnectionSecret, ProviderSecret } from './provider-secret.ts';

/** A callback as it came over HTTP, whichever endpoint it used. */
export interface CallbackRequest {
  readonly method: string;
  /** As the provider called it, with scheme, host, path and query: some providers sign it. */
  readonly url: string;
  /** Last segment of the path: the token. Empty when there is none. */
  readonly token: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The raw bytes. A signature is made over these: JSON that is written again has others. */
  readonly body: Uint8Array;
  /** When the endpoint received it. */
  readonly receivedAt: Date;
}

/** Whether a callback comes from the provider. A refusal does not say what was wrong. */
export type Verdict =
  | {
      readonly authentic: true;
      readonly connection?: string | undefined;
      /** The provider signs, and the secret has no key to check the signature with. */
      readonly isUnsigned?: true;
    }
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
  /** The format of its bodies. */
  readonly codec: BodyCodec;
  /**
   * The body of the response when the request is a handshake, which carries no events; `undefined` for
   * any other request, and for a handshake without the proof that it must carry. `manifest.handshake`
   * says the method and the content type. Called only with a right token, and before `verify`: a
   * handshake is rarely signed.
   *
   * @param secret of the account whose token the request has
   * @param body the decoded body; `undefined` when it has none
   */
  handshake?(
    request: CallbackRequest,
    secret: ConnectionSecret,
    body: JsonValue | undefined,
  ): string | undefined;
}
