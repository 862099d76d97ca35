import type { Log } from '../../shared/runtime/log.ts';
import type { EventStore } from '../../shared/table/event-store.ts';
import type { MediaFailure } from './failure.ts';
import type { MessageMedia } from './media-message.ts';

/** An opened file: its header is here, its bytes are not yet. */
export interface MediaResponse {
  /** `Content-Type` as the server sent it. */
  readonly contentType?: string | undefined;
  /**
   * The bytes, in blocks, read no faster than they are asked for. A block is good until the next one
   * is asked for: what is to be kept is copied. Throws a `MediaDownloadError` when the bytes stop
   * before their end: whoever stores them must then store nothing.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the connection. To be called in any case; once is enough, more do no harm. */
  close(): void;
}

export type FetchOutcome =
  | { readonly kind: 'opened'; readonly response: MediaResponse }
  | { readonly kind: 'failed'; readonly failure: MediaFailure };

/** What the mirror proves itself with, and the only origins (`https://files.example`) that get it. */
export interface Credentials {
  /** Value of the header `Authorization`. */
  readonly authorization: string;
  readonly origins: readonly string[];
}

/**
 * Opens the file at an address that a provider has named. Whatever the server does is a failure as a
 * return value, and after the header a `MediaDownloadError` from the body.
 *
 * @param timeoutMs for everything from the first name resolution to the last byte
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
      /** Set when the provider's API was asked: the place is good for a few minutes only. */
      readonly credentials?: Credentials | undefined;
    }
  | { readonly kind: 'failed'; readonly failure: MediaFailure };

/**
 * Finds out where a file is: at the link in the event, or where the provider's API says.
 *
 * @param timeoutMs for everything that has to be asked
 * @throws {TributaryError} `secret_unavailable`
 */
export type LocateMedia = (media: MessageMedia, timeoutMs: number) => Promise<MediaLocation>;

/** An object as it is put into the bucket. */
export interface MediaObject {
  readonly key: string;
  readonly contentType: string;
  readonly contentDisposition: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** An object as it lies in the bucket. */
export interface KeptObject {
  readonly contentType: string;
  /** @throws {TributaryError} `store_unavailable` */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface MediaBucket {
  readonly name: string;
  /**
   * Streams a body into an object that is not there yet: `stored` when it is there now, whole;
   * `exists` when another one with the same key came first, which stays as it is. When the body
   * throws, nothing is put and the same error is thrown. Not guaranteed: that nothing of the upload
   * is left for the bucket's life cycle to clear away.
   *
   * @throws what the body throws; else {TributaryError} `store_unavailable`
   */
  put(object: MediaObject, body: AsyncIterable<Uint8Array>): Promise<'stored' | 'exists'>;
  /** @throws {TributaryError} `store_unavailable`, also when there is no such object */
  read(key: string): Promise<KeptObject>;
}

/** What was recorded of one file of a message. */
export type MediaRecord =
  | { readonly index: number; readonly outcome: 'stored' }
  | {
      readonly index: number;
      readonly outcome: 'failed';
      readonly attempt: number;
      readonly retryable: boolean;
    };

/** What the table says of a message's files, in any order. */
export interface MediaHistory {
  /**
   * @param messagePartition `pk` of the message's event records
   * @throws {TributaryError} `store_unavailable`
   */
  read(messagePartition: string): Promise<readonly MediaRecord[]>;
}

/** What identifies one receipt of a record, in the words of Lambda's SQS event. */
export interface ReceivedRecord {
  readonly eventSourceARN: string;
  readonly receiptHandle: string;
}

/** Hands a received record back to its queue. */
export interface RecordVisibility {
  /**
   * Hides a record for so many seconds from now; then SQS delivers it again.
   *
   * @throws {TributaryError} `queue_unavailable`: the record comes back after the queue's own time
   */
  hide(record: ReceivedRecord, seconds: number): Promise<void>;
}

/** Everything that the mirror touches outside of itself. */
export interface MirrorPorts {
  readonly locateMedia: LocateMedia;
  readonly fetchMedia: FetchMedia;
  readonly bucket: MediaBucket;
  readonly records: EventStore;
  readonly history: MediaHistory;
  readonly log: Log;
  readonly now: () => Date;
}
