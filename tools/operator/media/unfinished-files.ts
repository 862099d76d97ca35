import type { Detail, TributaryEvent } from '../../../shared/contract/index.ts';
import type { TableRecord } from '../aws/dynamodb-events-table.ts';

/** An event with a message. */
export type MessageEvent = TributaryEvent<'message.received' | 'message.sent'>;

/** The files of a message that are not in the media bucket. */
export interface UnfinishedFiles {
  /** The newest event of the message: a replay may know files that the first event did not. */
  readonly message: MessageEvent;
  /** Index in `media[]` of the files to mirror. */
  readonly toFetch: readonly number[];
  /** Index in `media[]` of the files that failed permanently: gone, refused, too large. */
  readonly failed: readonly number[];
}

/**
 * Finds the files that the event records of a message do not report as stored.
 *
 * @returns `undefined` without a message with files
 */
export function findUnfinishedFiles(records: readonly TableRecord[]): UnfinishedFiles | undefined {
  const message = newestEvent(records);
  if (message === undefined || message.detail.data.message.media.length === 0) return undefined;
  const stored = new Set<number>();
  const failed = new Set<number>();
  for (const { event } of records) {
    if (event?.['detail-type'] === 'media.stored') stored.add(event.detail.data.media.index);
    if (event?.['detail-type'] === 'media.failed' && !event.detail.data.retryable) {
      failed.add(event.detail.data.media.index);
    }
  }
  const open = message.detail.data.message.media
    .map(({ index }) => index)
    .filter((index) => !stored.has(index));
  return {
    message,
    toFetch: open.filter((index) => !failed.has(index)),
    failed: open.filter((index) => failed.has(index)),
  };
}

/** Sort keys of replays begin with `replay#` and the instant of the run, so the last one is the newest. */
function newestEvent(records: readonly TableRecord[]): MessageEvent | undefined {
  return records
    .filter(({ key }) => key.sk === 'message' || /^replay#.*#message$/.test(key.sk))
    .sort((a, b) => (a.key.sk < b.key.sk ? -1 : 1))
    .map(({ event }) => event)
    .findLast(isMessage);
}

export function isMessage(event: TributaryEvent | undefined): event is MessageEvent {
  return event?.['detail-type'] === 'message.received' || event?.['detail-type'] === 'message.sent';
}

/** The message that EventBridge would put into the mirror's queue. */
export function toQueuedMessage(message: MessageEvent): string {
  const detail: Detail = message.detail;
  return JSON.stringify({
    version: '0',
    id: detail.metadata.id,
    'detail-type': message['detail-type'],
    source: message.source,
    time: detail.metadata.receivedAt,
    resources: [],
    detail,
  });
}
