import type { Log } from '../../shared/runtime/log.ts';
import type { EventStore } from '../../shared/table/event-store.ts';
import type { Failed } from './download/failure.ts';
import type { MessageMedia } from './message/media-message.ts';

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

/** An `Authorization` header, and the only origins (`https://files.example`) that may receive it. */
export interface Credentials {
  /** Value of the header `Authorization`. */
  readonly authorization: string;
  readonly origins: readonly string[];
}

/**
 * Opens the file at an address that a provider has named. Every failure of the server is a return
 * value until the header has arrived, and then a `MediaDownloadError` thrown by the body.
 *
 * @param timeoutMs from resolving the name to the last byte
 * @param credentials sent with those hops that go to one of their origins
 */
export type FetchMedia = (
  address: string,
  timeoutMs: number,
  credentials?: Credentials,
) => Promise<FetchOutcome>;

/** Where a file is. */
export type MediaLocation =
  | {
      readonly kind: 'located';
      readonly url: string;
      /** Set when the provider's API named the URL, which then expires after a few minutes. */
      readonly credentials?: Credentials | undefined;
    }
  | Failed;

/**
 * Finds the location of a file: the link in the event, or the URL that the provider's API names.
 *
 * @param timeoutMs for all requests that this takes
 * @throws {TributaryError} `secret_unavailable`
 */
export type LocateMedia = (media: MessageMedia, timeoutMs: number) => Promise<MediaLocation>;

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

export interface MediaBucket {
  readonly name: string;
  /**
   * Streams a body into a new object. `stored`: the object is complete. `exists`: another object with
   * the same key was there first and is unchanged. When the body throws, no object is created and the
   * same error is thrown. Not guaranteed: that no parts of the upload remain for the bucket's
   * lifecycle to delete.
   *
   * @throws what the body throws; else {TributaryError} `store_unavailable`
   */
  put(object: MediaObject, body: AsyncIterable<Uint8Array>): Promise<'stored' | 'exists'>;
  /** @throws {TributaryError} `store_unavailable`, also when the object does not exist */
  read(key: string): Promise<StoredObject>;
}

/** A file's outcome that an earlier attempt recorded. */
export type RecordedOutcome =
  | { readonly index: number; readonly kind: 'stored' }
  | {
      readonly index: number;
      readonly kind: 'failed';
      readonly attempt: number;
      readonly retryable: boolean;
    };

/** The recorded outcomes of a message's files, in any order. */
export interface MediaHistory {
  /**
   * @param messagePartition `pk` of the message's event records
   * @throws {TributaryError} `store_unavailable`
   */
  read(messagePartition: string): Promise<readonly RecordedOutcome[]>;
}

/** One receipt of an SQS record, in the words of Lambda's SQS event. */
export interface ReceivedRecord {
  readonly eventSourceARN: string;
  readonly receiptHandle: string;
}

/** Returns a received record to its queue. */
export interface RecordVisibility {
  /**
   * Hides a record for this many seconds from now; then SQS delivers it again.
   *
   * @throws {TributaryError} `queue_unavailable`: the record returns after the queue's own timeout
   */
  hide(record: ReceivedRecord, seconds: number): Promise<void>;
}

/** Everything that the mirror needs from outside to mirror one message. */
export interface MirrorPorts {
  readonly locateMedia: LocateMedia;
  readonly fetchMedia: FetchMedia;
  readonly bucket: MediaBucket;
  readonly records: EventStore;
  readonly history: MediaHistory;
  readonly log: Log;
  readonly now: () => Date;
}
