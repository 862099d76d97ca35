import type { MediaItem } from '../../shared/contract/media.ts';
import { contentDisposition } from './content-disposition.ts';
import { checkContentType, looksLikeHtml, mayBeHtml } from './content-type.ts';
import { MediaDownloadError, type MediaFailure } from './failure.ts';
import { HashDiffersError, hashBody, type PassedBytes } from './hash-check.ts';
import type { MessageMedia } from './media-message.ts';
import { fileName, objectKey } from './object-key.ts';
import { openMedia } from './open-media.ts';
import type { MediaBucket, MediaResponse, MirrorPorts } from './ports.ts';

/** One delivery of a record by its queue. */
export interface Attempt {
  /** How often the queue has delivered the record, this time included. */
  readonly number: number;
  /** The queue will not deliver the record again, but move it to the dead-letter queue. */
  readonly isLast: boolean;
  /** When downloading must be over. */
  readonly deadlineAt: Date;
}

/** How one attempt at one file ended. */
export type MediaOutcome =
  | ({ readonly kind: 'stored'; readonly key: string; readonly contentType: string } & PassedBytes)
  | { readonly kind: 'failed'; readonly failure: MediaFailure };

/** Whole bytes with another hash than the provider's: they were not stored. */
interface HashDiffers {
  readonly kind: 'hash_differs';
}

type DownloadPorts = Pick<MirrorPorts, 'locateMedia' | 'fetchMedia' | 'bucket' | 'now'>;

/**
 * Copies one file of a message from its provider into the media bucket, in one pass.
 *
 * Guarantee: `stored` means that the whole file is in the bucket, and says what lies there; `failed`
 * that nothing was put there. What another delivery of the same record has put there first stays. A
 * file with another hash than the provider's is downloaded again at once, and what comes then is
 * stored, with `hashVerified` telling: aggregators re-encode. In the last attempt the first download
 * counts, so that a file too slow to be had twice is not lost.
 *
 * @throws {TributaryError} when the bucket does not take the file
 */
export async function mirrorMedia(
  media: MessageMedia,
  attempt: Attempt,
  ports: DownloadPorts,
): Promise<MediaOutcome> {
  const { deadlineAt, isLast } = attempt;
  const first = await download(media, deadlineAt, isLast ? 'accept' : 'refuse', ports);
  if (first.kind !== 'hash_differs') return first;
  const second = await download(media, deadlineAt, 'accept', ports);
  if (second.kind === 'hash_differs') throw new Error('a hash was refused that was to be accepted');
  return second;
}

async function download(
  media: MessageMedia,
  deadlineAt: Date,
  whenDifferent: 'refuse' | 'accept',
  ports: DownloadPorts,
): Promise<MediaOutcome | HashDiffers> {
  const opened = await openMedia(media, deadlineAt, ports);
  if (opened.kind === 'failed') return opened;
  try {
    return await upload(media, opened.response, whenDifferent, ports);
  } catch (error) {
    if (error instanceof MediaDownloadError) return { kind: 'failed', failure: error.failure };
    if (error instanceof HashDiffersError) return { kind: 'hash_differs' };
    throw error;
  } finally {
    opened.response.close();
  }
}

async function upload(
  media: MessageMedia,
  response: MediaResponse,
  whenDifferent: 'refuse' | 'accept',
  ports: DownloadPorts,
): Promise<MediaOutcome> {
  const { message, item } = media;
  const type = checkContentType(item.mimeType, response.contentType);
  if (type.kind === 'mismatch') return { kind: 'failed', failure: { reason: 'type_mismatch' } };
  const { id: eventId, provider, occurredAt } = message.metadata;
  const key = objectKey({ eventId, provider, occurredAt }, item);
  const body = hashBody(refuseOtherThanFile(response.body, item), item.sha256, whenDifferent);
  const { contentType } = type;
  const put = await ports.bucket.put(
    {
      key,
      contentType,
      contentDisposition: contentDisposition(item.filename, fileName(item)),
      metadata: { 'event-id': eventId, 'media-index': `${item.index}`, 'media-role': item.role },
    },
    body.bytes,
  );
  if (put === 'exists') return describeKept(key, item, ports.bucket);
  return { kind: 'stored', key, contentType, ...body.passed() };
}

/** What lies in the bucket already: not necessarily what was downloaded just now. */
async function describeKept(
  key: string,
  item: MediaItem,
  bucket: MediaBucket,
): Promise<MediaOutcome> {
  const { contentType, body } = await bucket.read(key);
  const { bytes, passed } = hashBody(body, item.sha256, 'accept');
  for await (const _block of bytes);
  return { kind: 'stored', key, contentType, ...passed() };
}

/** Stops a body that is empty, or a web page where a file was promised. */
async function* refuseOtherThanFile(
  body: AsyncIterable<Uint8Array>,
  item: MediaItem,
): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const block of body) {
    if (isFirst && !mayBeHtml(item.mimeType) && looksLikeHtml(block)) {
      throw new MediaDownloadError({ reason: 'type_mismatch' });
    }
    isFirst = false;
    yield block;
  }
  if (isFirst) throw new MediaDownloadError({ reason: 'truncated' });
}
