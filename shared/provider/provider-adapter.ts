import type { QuarantineReason } from '../contract/callback-events.ts';
import type { EventDraft } from '../contract/draft.ts';
import type { Channel } from '../contract/index.ts';
import type { JsonValue } from '../json.ts';
import type { Manifest } from './manifest.ts';
import type { ProviderSecret } from './provider-secret.ts';

/** A callback as it came over HTTP, whichever endpoint it used. */
export interface CallbackRequest {
  readonly method: string;
  /** Last segment of the path: the capability token. Empty when there is none. */
  readonly token: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The raw bytes: a signature is over these and nothing else. */
  readonly body: Uint8Array;
}

/** Whether a callback comes from the provider. A refusal says nothing of what was wrong. */
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

/** A part of a delivery that is JSON but was not understood. It is kept whole. */
export interface Unrecognized {
  readonly reason: QuarantineReason;
  /** The provider's name of the event, as far as it could be read. */
  readonly providerEvent?: string | undefined;
  /** JSON path of the first thing that did not fit, from the root of the body: `$.message.id`. */
  readonly path?: string | undefined;
  /** What did not fit there; never a value of the body. */
  readonly problem?: string | undefined;
  /** The item with as much of its envelope as is needed; absent when that is the whole body. */
  readonly raw?: JsonValue | undefined;
}

/** What an item becomes of which the contract has an event: that event, or why it is none. */
export type Normalized =
  | { readonly understood: true; readonly draft: EventDraft }
  | { readonly understood: false; readonly unrecognized: Unrecognized };

/**
 * A part of a delivery for which the contract has no event, on purpose, and which holds nothing that
 * a person sent. Its raw JSON is kept in the payload bucket, and it is counted.
 */
export interface UnmappedItem {
  /** The provider's name of the event. */
  readonly providerEvent: string;
  /** The item with as much of its envelope as is needed; absent when that is the whole body. */
  readonly raw?: JsonValue | undefined;
}

/** One part of a delivery. */
export type NormalizedPart =
  | Normalized
  | { readonly understood: true; readonly kept: UnmappedItem };

/**
 * A provider's adapter.
 *
 * Guarantees: `verify` and `normalize` do no I/O, are deterministic, and throw nothing of their
 * own, whatever the bytes. `normalize` gives one part for each item of the body, in payload order,
 * and at least one; one bad item does not take the others down.
 * Not guaranteed: that the drafts of one delivery are about one message, or that there are any.
 */
export interface ProviderAdapter {
  readonly manifest: Manifest;
  verify(request: CallbackRequest, secret: ProviderSecret): Verdict;
  normalize(body: JsonValue, context: NormalizeContext): readonly NormalizedPart[];
  /**
   * Answers a request that carries no events (a challenge handshake). `undefined`: it is none.
   * Called after `verify` found the request authentic.
   */
  handshake?(request: CallbackRequest, secret: ProviderSecret): string | undefined;
}
