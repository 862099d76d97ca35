import type { Log, LogFields } from '../../shared/runtime/log.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import { messagePartition } from '../../shared/table/keys.ts';
import { isRetryable, type MediaFailure } from './failure.ts';
import type { MediaMessage, MessageMedia } from './media-message.ts';
import { toFailedRecord, toStoredRecord } from './media-records.ts';
import { type Attempt, type MediaOutcome, mirrorMedia } from './mirror-media.ts';
import type { MediaRecord, MirrorPorts } from './ports.ts';

/** Whether the record is done with. */
export type MessageOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'unfinished'; readonly retryAfterSeconds?: number | undefined };

/**
 * Mirrors the files of one message, one after the other, and records the outcome of each: the event record
 * `media.stored`, or `media.failed` when trying again is in vain or this was the last attempt. A
 * file whose outcome an earlier attempt recorded is left alone.
 *
 * Guarantee: after `done`, each file has its outcome in the table. After `unfinished`, those that
 * may still succeed have not, unless this was the last attempt; the record belongs back to the
 * queue, which keeps it whole in its dead-letter queue in the end.
 *
 * @throws {TributaryError} when the table or the bucket fails: the same, for every file at once
 */
export async function mirrorMessage(
  message: MediaMessage,
  attempt: Attempt,
  ports: MirrorPorts,
): Promise<MessageOutcome> {
  const { provider } = message.metadata;
  const history = await ports.history.read(messagePartition(provider, message.data.message.id));
  const unfinished: MediaFailure[] = [];
  for (const item of message.data.message.media) {
    const records = history.filter((record) => record.index === item.index);
    if (records.some(isFinal)) continue;
    const startedAt = ports.now();
    const media = { message, item };
    const outcome = await mirrorMedia(media, attempt, ports);
    const number = nextAttempt(attempt, records);
    const record = toRecord(media, outcome, { ...attempt, number }, ports);
    const stored = record && (await ports.records.store(record));
    const elapsedMs = ports.now().getTime() - startedAt.getTime();
    logOutcome(media, outcome, { attempt: number, record: stored, elapsedMs }, ports.log);
    if (outcome.kind === 'failed' && isRetryable(outcome.failure.reason)) {
      unfinished.push(outcome.failure);
    }
  }
  const waits = unfinished.map((failure) => failure.retryAfterSeconds ?? 0);
  return unfinished.length === 0
    ? { kind: 'done' }
    : { kind: 'unfinished', retryAfterSeconds: Math.max(...waits) };
}

/** @returns `undefined` when the file failed and will be tried again */
function toRecord(
  media: MessageMedia,
  outcome: MediaOutcome,
  attempt: Attempt,
  { bucket, now }: MirrorPorts,
): EventRecord | undefined {
  if (outcome.kind === 'stored') return toStoredRecord(media, outcome, bucket.name, now());
  const { failure } = outcome;
  const isGivenUp = attempt.isLast || !isRetryable(failure.reason);
  return isGivenUp ? toFailedRecord(media, failure, attempt.number, now()) : undefined;
}

function isFinal(record: MediaRecord): boolean {
  return record.outcome === 'stored' || !record.retryable;
}

/**
 * A record that comes back from the dead-letter queue is counted from 1 again. Its attempts go on
 * after those that are recorded, so that giving up once more is an event record of its own.
 */
function nextAttempt(attempt: Attempt, records: readonly MediaRecord[]): number {
  const recorded = records.map((record) => (record.outcome === 'failed' ? record.attempt : 0));
  return Math.max(attempt.number, ...recorded.map((number) => number + 1));
}

function logOutcome(
  { message, item }: MessageMedia,
  outcome: MediaOutcome,
  figures: LogFields,
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
