import type { EventType } from '../contract/versions.ts';
import type { MediaAccess } from './media-access.ts';
import type { SignatureScheme } from './signature-scheme.ts';
import type { StatusWords } from './values/message-status.ts';

/** One kind of item that a provider sends and that its adapter recognizes. */
export interface ProviderEvent {
  /** The provider's own name of the event, as it stands in the body; invented where it names nothing. */
  readonly name: string;
  /** The types of its events; empty when it is unmapped or ignored. */
  readonly events: readonly EventType[];
  /**
   * Why its items are ignored: they say nothing that a subscriber or an operator would look for later,
   * as a typing indicator. They are counted, neither stored nor published, and have no normalizer.
   */
  readonly ignored?: string;
  /** What a reader of `docs/providers.md` should know, in a few words. */
  readonly note?: string;
}

/** The response to a callback whose events are all durable: exactly what the provider demands. */
export type SuccessResponse =
  | {
      readonly status: 200 | 202;
      /** Absent when the body is empty. */
      readonly contentType?: string;
      readonly body: string;
    }
  | { readonly status: 204; readonly body: '' };

/** How a provider verifies the callback URL before it sends callbacks. */
export interface Handshake {
  readonly method: 'GET' | 'POST';
  /** Of the response, whose body `ProviderAdapter.handshake` makes. */
  readonly contentType: string;
  /** What that body is, in a few words for the docs. */
  readonly body: string;
}

/** A key of a provider's secret whose value comes from the provider. */
export type SecretField = 'headers' | 'signingKeys' | 'verifyToken' | 'accessUser' | 'accessToken';

/**
 * What the stack, the emulator, the docs and the tests know of a provider without running any of its
 * code.
 */
export interface Manifest {
  /** Lower-case id: first segment of the callback path, end of `source`, name of the folder. */
  readonly id: string;
  /** The provider's name as it writes it. */
  readonly name: string;
  /** Where its callbacks are documented, and when that was read. */
  readonly documentation: { readonly site: string; readonly readOn: string };
  /** Methods that its callbacks use; that of its handshake is not among them. */
  readonly methods: readonly ('GET' | 'POST' | 'PUT')[];
  /** Absent when it sends callbacks to any URL. */
  readonly handshake?: Handshake;
  /** How it signs its callbacks. Absent when it does not: the token in the URL is then the proof. */
  readonly signature?: SignatureScheme;
  readonly success: SuccessResponse;
  /** Absent when its callbacks link to their files, and every link opens without credentials. */
  readonly mediaAccess?: MediaAccess;
  readonly providerEvents: readonly ProviderEvent[];
  /**
   * Members around the items of a body, with all that is inside of them: `entry[].changes[].field`. An event
   * that has no id is identified by its item, and does not depend on them.
   *
   * @default none: an item is the whole body
   */
  readonly envelope?: readonly string[];
  /** What its callbacks name a sending channel by, for `channels` of the configuration. Absent: nothing. */
  readonly channelId?: string;
  /** What the owner puts into its secret beside the token, and where it stands at this provider. */
  readonly secretFields?: Readonly<Partial<Record<SecretField, string>>>;
  /** When it sends a callback again that got no success. Absent when it does not document that. */
  readonly retries?: string;
  /** Its words for the status of a message that are not among `commonStatusWords`. */
  readonly statusWords?: StatusWords;
}
