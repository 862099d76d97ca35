import type { EventDraft } from '../../../shared/contract/draft.ts';
import { trafficOf } from '../../../shared/contract/event-kinds.ts';
import type { Data } from '../../../shared/contract/index.ts';
import type { MediaItem } from '../../../shared/contract/media.ts';
import { hashUserNames } from '../../../shared/media/media-object.ts';
import type { Log, LogFields } from '../../../shared/runtime/log.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import { messagePartition } from '../../../shared/table/partition-key.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { isRetryable } from '../download/failure.ts';
import { filesAtOnce, lateFile } from '../limits.ts';
import type {
  MediaFailure,
  MediaMessage,
  MessageMedia,
  MirrorPorts,
  RecordedOutcome,
} from '../ports.ts';
import { type Attempt, type MediaOutcome, mirrorMedia } from './mirror-media.ts';

/** Whether the message is finished or must be tried again. */
export type MessageOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'unfinished'; readonly retryAfterSeconds?: number | undefined };

/**
 * Mirrors the files of one message, some at the same time, and writes an event record for each:
 * `media.stored`, or `media.failed` when another attempt cannot succeed or this was the last one. A
 * file with a final outcome from an earlier attempt is skipped. Nothing is written when a further copy
 * of a stored file fails: the file is still there.
 *
 * Guarantee: after `done`, each file has its outcome in the table. After `unfinished`, the files that
 * may still succeed have none, unless this was the last attempt; the record must return to the queue,
 * which moves it to its dead-letter queue in the end.
 *
 * @throws {TributaryError} when the table or the bucket fails, which would affect every file
 */
export async function mirrorMessage(
  message: MediaMessage,
  attempt: Attempt,
  ports: MirrorPorts,
): Promise<MessageOutcome> {
  const { provider } = message.metadata;
  const history = await ports.history.read(messagePartition(provider, message.data.message.id));
  const unfinished: MediaFailure[] = [];
  const waiting = selectFiles(message).map((media) => {
    const earlier = history.filter((recorded) => recorded.index === media.item.index);
    return { media, earlier };
  });

  /** Mirrors one file after the other, until none is waiting. */
  async function mirrorNext(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { media, earlier } = next;
      if (earlier.some((recorded) => isFinal(recorded, media))) continue;
      const failure = await mirrorFile(media, earlier, attempt, ports);
      if (failure !== undefined) unfinished.push(failure);
    }
  }

  const lanes = await Promise.allSettled(Array.from({ length: filesAtOnce }, mirrorNext));
  for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
  if (unfinished.length === 0) return { kind: 'done' };
  const waits = unfinished.map((failure) => toWaitSeconds(failure, attempt));
  return { kind: 'unfinished', retryAfterSeconds: Math.max(...waits) };
}

/**
 * Makes one attempt at a file, and writes its event record.
 *
 * @returns the failure of a file that may still succeed
 */
async function mirrorFile(
  media: MessageMedia,
  earlier: readonly RecordedOutcome[],
  attempt: Attempt,
  ports: MirrorPorts,
): Promise<MediaFailure | undefined> {
  const startedAt = ports.now();
  const outcome = await mirrorMedia(media, attempt, ports);
  const number = toAttemptNumber(attempt, earlier);
  const isOpen = outcome.kind === 'failed' && maySucceed(outcome.failure, attempt, ports.now());
  const record =
    isOpen && !attempt.isLast ? undefined : toRecord(media, outcome, { number, isOpen }, ports);
  const stored = record && (await ports.records.store(record));
  const elapsedMs = ports.now().getTime() - startedAt.getTime();
  logOutcome(media, outcome, { attempt: number, record: stored, elapsedMs }, ports.log);
  return isOpen ? outcome.failure : undefined;
}

/** All files, or only those that an operator has fetched again. */
function selectFiles(message: MediaMessage): readonly MessageMedia[] {
  const { media } = message.data.message;
  if (message.retriedFiles === undefined) return media.map((item) => ({ message, item }));
  return message.retriedFiles.flatMap((retried) => {
    const { index, url } = retried;
    return media
      .filter((item) => item.index === index)
      .map((item) => ({ message, item: url === undefined ? item : atUrl(item, url), retried }));
  });
}

/** The file at another URL, which then counts although the provider's API knows an id. */
function atUrl(item: MediaItem, url: string): MediaItem {
  return { ...item, url, providerMediaId: undefined };
}

/**
 * Whether another attempt may succeed. A late file that failed temporarily before has had short pauses,
 * and SQS counts a record that it delivers twice, so the attempts alone do not say that it had its time.
 */
function maySucceed(
  { reason, mayBeLate = false }: MediaFailure,
  { number, firstAt }: Attempt,
  now: Date,
): boolean {
  if (isRetryable(reason)) return true;
  const hadItsTime =
    number >= lateFile.attempts && now.getTime() - firstAt.getTime() >= lateFile.timeMs;
  return mayBeLate && !hadItsTime;
}

/** How long to wait at least; the queue's own back-off may be longer. */
function toWaitSeconds(
  { reason, retryAfterSeconds = 0 }: MediaFailure,
  { number }: Attempt,
): number {
  if (isRetryable(reason)) return retryAfterSeconds;
  const { first, later } = lateFile.pauseSeconds;
  return Math.max(retryAfterSeconds, number === 1 ? first : later);
}

/** Whether a recorded outcome says that there is nothing left to do for the file. */
function isFinal(recorded: RecordedOutcome, { retried }: MessageMedia): boolean {
  return recorded.kind === 'stored'
    ? recorded.copy >= (retried?.copy ?? 1)
    : !recorded.retryable && recorded.attempt > (retried?.afterAttempt ?? 0);
}

/**
 * SQS counts a record that returns from the dead-letter queue from 1 again. Its attempts continue
 * after the recorded ones, so that another last failure gets an event record of its own.
 */
function toAttemptNumber(attempt: Attempt, earlier: readonly RecordedOutcome[]): number {
  const numbers = earlier.map((recorded) => (recorded.kind === 'failed' ? recorded.attempt : 0));
  return Math.max(attempt.number, ...numbers.map((number) => number + 1));
}

/** @returns `undefined` when a further copy of a stored file failed */
function toRecord(
  media: MessageMedia,
  outcome: MediaOutcome,
  { number, isOpen }: { readonly number: number; readonly isOpen: boolean },
  { bucket, userHashKey, now }: MirrorPorts,
): EventRecord | undefined {
  const userHashes = hashUserNames(media.message.data.message.user, userHashKey);
  if (outcome.kind === 'stored') {
    return { ...toStoredRecord(media, outcome, bucket.name, now()), userHashes };
  }
  const isFurtherCopy = media.retried?.copy !== undefined;
  return isFurtherCopy
    ? undefined
    : {
        ...toFailedRecord(media, { ...outcome.failure, retryable: isOpen }, number, now()),
        userHashes,
      };
}

/** The event record of `media.stored`: the file is in the bucket. */
export function toStoredRecord(
  media: MessageMedia,
  stored: Extract<MediaOutcome, { kind: 'stored' }>,
  bucket: string,
  now: Date,
): EventRecord {
  const { key, sizeBytes, sha256, contentType, hashVerified } = stored;
  return toMediaRecord(media, {
    type: 'media.stored',
    ...toOrigin(media, now),
    data: {
      ...toSubject(media),
      bucket,
      key,
      sizeBytes,
      sha256,
      contentType,
      hashVerified,
      copy: media.retried?.copy,
    },
  });
}

/**
 * The event record of `media.failed`: the mirror makes no further attempt by itself. It holds neither
 * the address nor the server's response, since both can contain secrets.
 */
export function toFailedRecord(
  media: MessageMedia,
  { reason, retryable }: Pick<Data<'media.failed'>, 'reason' | 'retryable'>,
  attempt: number,
  now: Date,
): EventRecord {
  return toMediaRecord(media, {
    type: 'media.failed',
    ...toOrigin(media, now),
    data: { ...toSubject(media), reason, retryable, attempt },
  });
}

/** What the event takes over from the event of its message. */
function toOrigin({ message }: MessageMedia, now: Date) {
  const { providerEvent, channel, account } = message.metadata;
  return { providerEvent, channel, account, occurredAt: now.toISOString() };
}

/** Which file of which message. The caption is the user's text and stays with the message. */
function toSubject({
  message,
  item,
}: MessageMedia): Pick<
  Data<'media.stored'>,
  'messageId' | 'providerMessageId' | 'traffic' | 'media'
> {
  const { id: messageId, providerMessageId } = message.data.message;
  const { index, role, mimeType, filename } = item;
  const traffic = trafficOf(message.metadata.type);
  return { messageId, providerMessageId, traffic, media: { index, role, mimeType, filename } };
}

function toMediaRecord({ message }: MessageMedia, draft: EventDraft): EventRecord {
  const { provider, receivedAt } = message.metadata;
  return toEventRecord(draft, { provider, receivedAt });
}

function logOutcome(
  { message, item }: MessageMedia,
  outcome: MediaOutcome,
  figures: Pick<LogFields<'media stored'>, 'attempt' | 'record' | 'elapsedMs'>,
  log: Log,
): void {
  const { provider, id: eventId } = message.metadata;
  const fields = { provider, eventId, index: item.index, role: item.role, ...figures };
  if (outcome.kind === 'stored') {
    const { sizeBytes, hashVerified } = outcome;
    log.info('media stored', { ...fields, sizeBytes, hashVerified });
  } else {
    const { reason, status, code } = outcome.failure;
    log.warn('media failed', { ...fields, reason, status, code });
  }
}
