import type { Metadata } from '../../shared/contract/index.ts';
import type { MediaItem } from '../../shared/contract/media.ts';
import type { MediaFailureReason } from '../../shared/contract/media-events.ts';
import type { Message } from '../../shared/contract/message-events.ts';
import type { User } from '../../shared/contract/parties.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { EventStore } from '../../shared/table/event-store.ts';

/** What the mirror uses of the event of a message with files, of the app's own traffic or another. */
export interface MediaMessage {
  readonly metadata: Pick<
    Metadata,
    'id' | 'provider' | 'providerEvent' | 'channel' | 'account' | 'occurredAt' | 'receivedAt'
  > & {
    /** The detail-type of the message. */
    readonly type: string;
  };
  readonly data: {
    readonly message: Pick<Message, 'id' | 'providerMessageId' | 'media'> & {
      /** Whose the files are. */
      readonly user?: Partial<Pick<User, 'phone' | 'id' | 'parentId'>> | undefined;
    };
  };
  /** The only files to fetch, when an operator has the message retried. */
  readonly retriedFiles?: readonly RetriedFile[] | undefined;
}

/** A file that an operator has fetched again, whatever became of it (`docs/adr/0028-a-file-that-failed.md`). */
export interface RetriedFile {
  /** Position in `media[]`. */
  readonly index: number;
  /** The number of its last recorded attempt; 0 for none. What is recorded later is the outcome of this retry. */
  readonly afterAttempt: number;
  /** Set for a file that is stored: the number of the new copy, from 2. */
  readonly copy?: number | undefined;
  /** Replaces the location that the event names. */
  readonly url?: string | undefined;
}

/** One file, and the message to which it belongs. */
export interface MessageMedia {
  readonly message: MediaMessage;
  readonly item: MediaItem;
  readonly retried?: RetriedFile | undefined;
}

/** Why one attempt to download a file failed. */
export interface MediaFailure {
  readonly reason: MediaFailureReason;
  /** Whether its server may have the file a few minutes later, although it responds that it has not. */
  readonly mayBeLate?: boolean | undefined;
  /** HTTP status of the server's response, for the log. */
  readonly status?: number | undefined;
  /** Code of the network error (`ECONNREFUSED`), for the log. Never its text: that holds addresses. */
  readonly code?: string | undefined;
  /** How long the server asks us to wait, in seconds. */
  readonly retryAfterSeconds?: number | undefined;
}

/** A failure as a return value. */
export interface Failed {
  readonly kind: 'failed';
  readonly failure: MediaFailure;
}

/** A header of a request, and the only origins (`https://files.example`) that may receive it. */
export interface Credentials {
  /** In lower case. */
  readonly header: string;
  readonly value: string;
  readonly origins: readonly string[];
}

/** Where a file is. */
export type MediaLocation =
  | {
      readonly kind: 'located';
      readonly url: string;
      readonly credentials?: Credentials | undefined;
      /**
       * What it means when the server refuses the file or does not have it: that the URL, which the
       * provider's API has just named, has expired; or that it wants other credentials. Absent: what
       * the server says is final.
       */
      readonly refusalMeans?: 'expired' | 'not_authorized' | undefined;
    }
  | Failed;

/**
 * Finds the location of a file: the link in the event, or the URL that the provider's API names.
 *
 * @param timeoutMs for all requests that this takes
 * @throws {TributaryError} `secret_unavailable`
 */
export type LocateMedia = (media: MessageMedia, timeoutMs: number) => Promise<MediaLocation>;

/** An open download: the header has arrived, the bytes have not. */
export interface MediaResponse {
  /** `Content-Type` as the server sent it. */
  readonly contentType?: string | undefined;
  /**
   * The bytes in blocks, read only as fast as they are consumed. A block is valid until the next one
   * is requested; copy what you need for longer. Throws a `MediaDownloadError` when the bytes stop
   * before their end: the consumer must then store nothing.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Closes the connection. Call it in every case; further calls have no effect. */
  close(): void;
}

export type FetchOutcome = { readonly kind: 'opened'; readonly response: MediaResponse } | Failed;

/**
 * Opens the file at an address that a provider has named. Every failure of the server is a return
 * value until the header has arrived, and then a `MediaDownloadError` thrown by the body.
 *
 * @param timeoutMs from resolving the name to the last byte
 * @param credentials sent to the address itself if it has one of their origins, and never after a redirect
 */
export type FetchMedia = (
  address: string,
  timeoutMs: number,
  credentials?: Credentials,
) => Promise<FetchOutcome>;

/** An object to put into the bucket, without its bytes. */
export interface MediaObject {
  readonly key: string;
  readonly contentType: string;
  readonly contentDisposition: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** An object that is in the bucket. */
export interface StoredObject {
  readonly contentType: string;
  /** @throws {TributaryError} `store_unavailable` */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The bucket of mirrored files.
 *
 * Guarantees: an object has all bytes of its body or does not exist; when `put` returns `stored`, the
 * object is durable; the first object of a key stays, also when calls are concurrent. Not guaranteed:
 * that nothing was written when `put` throws `store_unavailable`, nor that the caller gets `stored`
 * for its own object: when a response of the bucket is lost and the SDK repeats the request, the
 * outcome is `exists`. Nor that no parts of an upload remain, which the bucket's lifecycle deletes.
 * Held by `test/contract/ports/media-bucket.test.ts`.
 */
export interface MediaBucket {
  readonly name: string;
  /**
   * Streams a body into a new object. `exists`: another object has the key and is unchanged. When the
   * body throws, no object is created and the same error is thrown.
   *
   * @throws what the body throws; else {TributaryError} `store_unavailable`, always retryable
   */
  put(object: MediaObject, body: AsyncIterable<Uint8Array>): Promise<'stored' | 'exists'>;
  /** @throws {TributaryError} `store_unavailable`, also when the object does not exist */
  read(key: string): Promise<StoredObject>;
}

/** A file's outcome that an earlier attempt recorded. */
export type RecordedOutcome =
  | {
      readonly index: number;
      readonly kind: 'stored';
      /** 1 for the first copy. */
      readonly copy: number;
    }
  | {
      readonly index: number;
      readonly kind: 'failed';
      readonly attempt: number;
      readonly retryable: boolean;
    };

/**
 * The recorded outcomes of a message's files.
 *
 * Guarantees: `read` returns every outcome whose event record was stored before the call. Not
 * guaranteed: their order. Held by `test/contract/ports/media-history.test.ts`.
 */
export interface MediaHistory {
  /**
   * @param messagePartition `pk` of the message's event records
   * @throws {TributaryError} `store_unavailable`, always retryable
   */
  read(messagePartition: string): Promise<readonly RecordedOutcome[]>;
}

/** Everything that the mirror needs from outside to mirror one message. */
export interface MirrorPorts {
  readonly locateMedia: LocateMedia;
  readonly fetchMedia: FetchMedia;
  readonly bucket: MediaBucket;
  /** The key of the hashes by which a file says whose it is. */
  readonly userHashKey: string;
  readonly records: Pick<EventStore, 'store'>;
  readonly history: MediaHistory;
  readonly log: Log;
  readonly now: () => Date;
}
