import type { MediaFailureReason } from '../contract/media-events.ts';
import type { EventType } from '../contract/versions.ts';

/** One kind of callback that a provider sends and that its adapter understands. */
export interface ProviderEvent {
  /** The provider's own name of the event, as it stands in the body. */
  readonly name: string;
  /** The events that come out of it. */
  readonly events: readonly EventType[];
  /** What a person should know of it, in a few words. */
  readonly note?: string;
}

/** How a delivery is answered when all of its events are durable. */
export interface SuccessResponse {
  readonly status: 200 | 202 | 204;
  readonly contentType?: string;
  readonly body: string;
}

/** The header that holds the HMAC-SHA256 of the raw bytes in hex, and what stands before it there. */
export interface SignaturePlace {
  /** In lower case. */
  readonly header: string;
  readonly prefix: string;
}

/**
 * Where a provider's files are that its callbacks name only by an id. `GET <base>/<version>/<id>` with
 * the access token of the provider's secret answers `{ "url": "…" }`; the file is there, for the same
 * token. A refusal is a status other than 200, often with `{ "error": { "code": … } }`.
 */
export interface MediaApi {
  /** Without a slash at the end: `https://graph.facebook.com`. The owner may configure another. */
  readonly baseUrl: string;
  /** The owner may configure another. */
  readonly version: string;
  /** Hosts of the files. The token is sent to these, over https, and to the base, and nowhere else. */
  readonly fileHosts: readonly string[];
  /** What an `error.code` means, where the status of the answer does not tell it. */
  readonly errorReasons: Readonly<Record<string, MediaFailureReason>>;
  /**
   * Header of an answer whose JSON says after how many minutes a caller over its limit may come
   * back, in fields named `estimated_time_to_regain_access`.
   */
  readonly usageHeader?: string;
}

/**
 * What is known of a provider without running any of its code. The stack, the emulator, the
 * docs and the tests read it.
 */
export interface Manifest {
  /** Lower-case id: first segment of the callback path, end of `source`, name of the folder. */
  readonly id: string;
  /** The provider's name as it writes it itself. */
  readonly name: string;
  /** Where its callbacks are documented, and when that was read. */
  readonly documentation: { readonly site: string; readonly readOn: string };
  /** Methods that its callbacks use. */
  readonly methods: readonly ('GET' | 'POST' | 'PUT')[];
  /** What it can prove beside the capability token in the URL. */
  readonly proves: readonly ('static headers' | 'signature')[];
  /** Where it writes a signature, if it proves one. */
  readonly signature?: SignaturePlace;
  readonly success: SuccessResponse;
  /** Absent when its callbacks carry links. */
  readonly mediaApi?: MediaApi;
  readonly providerEvents: readonly ProviderEvent[];
}
