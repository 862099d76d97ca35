import type { MediaItem } from '../../../shared/contract/media.ts';
import {
  hashUserNames,
  mediaFileName,
  mediaKey,
  toUserMetadata,
} from '../../../shared/media/media-object.ts';
import {
  checkFirstBytes,
  checkServedType,
  type Digest,
  type FileType,
  HashMismatchError,
  hashBody,
  readFirstBlock,
} from '../download/check-file.ts';
import { failed, MediaDownloadError } from '../download/failure.ts';
import { maxFileMs } from '../limits.ts';
import type {
  Failed,
  FetchOutcome,
  MediaBucket,
  MediaFailure,
  MediaResponse,
  MessageMedia,
  MirrorPorts,
} from '../ports.ts';
import { toContentDisposition } from '../store/content-disposition.ts';

/** One attempt at a record: SQS delivers it again after each failure. */
export interface Attempt {
  /** How often SQS has delivered the record, this time included. */
  readonly number: number;
  /** When SQS delivered the record for the first time. */
  readonly firstAt: Date;
  /** Whether SQS will move the record to the dead-letter queue instead of delivering it again. */
  readonly isLast: boolean;
  /** When downloading must end. */
  readonly deadlineAt: Date;
}

/** How one attempt at one file ended. */
export type MediaOutcome =
  | ({ readonly kind: 'stored'; readonly key: string; readonly contentType: string } & Digest)
  | Failed;

type DownloadPorts = Pick<
  MirrorPorts,
  'locateMedia' | 'fetchMedia' | 'bucket' | 'userHashKey' | 'now'
>;

/**
 * Copies one file of a message from its provider into the media bucket, in one pass.
 *
 * Guarantee: after `stored`, the complete file is in the bucket, and the outcome describes exactly
 * that object; after `failed`, nothing was added to the bucket. An object that another delivery of
 * the same record stored first is not replaced.
 *
 * A file with another hash than the provider's is downloaded again at once, and the second download
 * is stored with `hashVerified: false` if it differs too: aggregators re-encode files. In the last
 * attempt the first download counts, so that a file that is too slow for two downloads is not lost.
 *
 * @throws {TributaryError} when the bucket or the provider's secret is not available
 */
export async function mirrorMedia(
  media: MessageMedia,
  { deadlineAt, isLast }: Pick<Attempt, 'deadlineAt' | 'isLast'>,
  ports: DownloadPorts,
): Promise<MediaOutcome> {
  try {
    return await copy(media, deadlineAt, isLast ? 'accept' : 'refuse', ports);
  } catch (error) {
    if (!(error instanceof HashMismatchError)) throw error;
    return copy(media, deadlineAt, 'accept', ports);
  }
}

/** @throws {HashMismatchError} for bytes that have another hash than the provider's, if it is refused */
async function copy(
  media: MessageMedia,
  deadlineAt: Date,
  onMismatch: 'refuse' | 'accept',
  ports: DownloadPorts,
): Promise<MediaOutcome> {
  const opened = await openMedia(media, deadlineAt, ports);
  if (opened.kind === 'failed') return opened;
  try {
    return await upload(media, opened.response, onMismatch, ports);
  } catch (error) {
    if (error instanceof MediaDownloadError) return failed(error.failure);
    throw error;
  } finally {
    opened.response.close();
  }
}

/**
 * Opens the file at its location. A URL that the provider's API named may expire before it is used;
 * then the API is asked once more.
 */
async function openMedia(
  media: MessageMedia,
  deadlineAt: Date,
  ports: DownloadPorts,
): Promise<FetchOutcome> {
  const first = await locateAndFetch(media, deadlineAt, ports);
  const last = first.kind === 'expired' ? await locateAndFetch(media, deadlineAt, ports) : first;
  return last.kind === 'expired' ? failed(last.failure) : last;
}

/** The provider's API has just named the URL, and its server refuses it. */
interface Expired {
  readonly kind: 'expired';
  readonly failure: MediaFailure;
}

async function locateAndFetch(
  media: MessageMedia,
  deadlineAt: Date,
  { locateMedia, fetchMedia, now }: DownloadPorts,
): Promise<FetchOutcome | Expired> {
  const leftMs = () => Math.min(maxFileMs, deadlineAt.getTime() - now().getTime());
  const location = await locateMedia(media, leftMs());
  if (location.kind === 'failed') return location;
  const timeoutMs = leftMs();
  if (timeoutMs <= 0) return failed({ reason: 'timeout' });
  const { url, credentials, refusalMeans } = location;
  const outcome = await fetchMedia(url, timeoutMs, credentials);
  if (outcome.kind === 'opened' || refusalMeans === undefined) return outcome;
  return refusalMeans === 'expired' ? interpretExpiry(outcome) : interpretRejection(outcome);
}

/** A server that wants other credentials gets them once they are in the secret. */
function interpretRejection({ failure }: Failed): Failed {
  const isRejected = failure.status === 401 || failure.status === 403;
  return failed(isRejected ? { ...failure, reason: 'not_authorized' } : failure);
}

/**
 * What a refusal means at a URL that the provider's API has just named. Elsewhere it means that the
 * file is gone or refused for good; here, that the URL has expired or does not accept the token.
 */
function interpretExpiry(outcome: Failed): Failed | Expired {
  const { failure } = outcome;
  switch (failure.reason) {
    case 'gone':
      return { kind: 'expired', failure: { ...failure, reason: 'server_error' } };
    case 'refused':
      return { kind: 'expired', failure: { ...failure, reason: 'not_authorized' } };
    default:
      return outcome;
  }
}

/**
 * Streams the bytes into the bucket, checked on the way: a body that fails a check is not stored.
 *
 * @throws {HashMismatchError} see {@link copy}
 */
async function upload(
  { message, item, retried }: MessageMedia,
  response: MediaResponse,
  onMismatch: 'refuse' | 'accept',
  { bucket, userHashKey }: Pick<MirrorPorts, 'bucket' | 'userHashKey'>,
): Promise<MediaOutcome> {
  const servedType = checkServedType(item, response.contentType);
  if (isRefused(servedType, item)) return failed({ reason: 'type_mismatch' });
  const { firstBlock, body } = await readFirstBlock(response.body);
  const type = checkFirstBytes(servedType, item, firstBlock);
  if (isRefused(type, item)) return failed({ reason: 'type_mismatch' });

  const { id: eventId, provider, occurredAt } = message.metadata;
  const key = mediaKey({ eventId, provider, occurredAt }, item, retried?.copy);
  const { contentType } = type;
  const { bytes, digest } = hashBody(body, item.sha256, type.isDoubtful ? 'refuse' : onMismatch);
  const object = {
    key,
    contentType,
    contentDisposition: toContentDisposition(item.filename, mediaFileName(item)),
    metadata: {
      'event-id': eventId,
      'media-index': `${item.index}`,
      'media-role': item.role,
      ...toUserMetadata(hashUserNames(message.data.message.user, userHashKey)),
    },
  };
  try {
    const put = await bucket.put(object, bytes);
    if (put === 'exists') return describeStored(key, item, bucket);
    return { kind: 'stored', key, contentType, ...digest() };
  } catch (error) {
    const isOther = error instanceof HashMismatchError && type.isDoubtful;
    if (isOther) return failed({ reason: 'type_mismatch' });
    throw error;
  }
}

/** A doubtful file is refused unless its hash may prove that it is the file. */
function isRefused({ isDoubtful }: FileType, { sha256 }: MediaItem): boolean {
  return isDoubtful && sha256 === undefined;
}

/** Describes the object that was there first: its bytes may differ from those just downloaded. */
async function describeStored(
  key: string,
  item: MediaItem,
  bucket: MediaBucket,
): Promise<MediaOutcome> {
  const { contentType, body } = await bucket.read(key);
  const { bytes, digest } = hashBody(body, item.sha256, 'accept');
  for await (const _block of bytes);
  return { kind: 'stored', key, contentType, ...digest() };
}
