import { isMessageEvent, type MessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { Detail } from '../../../shared/contract/index.ts';
import { selectCurrentEvents } from '../../../shared/reader/current-events.ts';
import { isRecord, type TableItem } from '../aws/dynamodb-events-table.ts';

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
export function findUnfinishedFiles(items: readonly TableItem[]): UnfinishedFiles | undefined {
  const events = selectCurrentEvents(items.filter(isRecord));
  const message = events.find(isMessageEvent);
  if (message === undefined || message.detail.data.message.media.length === 0) return undefined;
  const stored = new Set<number>();
  const failed = new Set<number>();
  for (const event of events) {
    if (event['detail-type'] === 'media.stored') stored.add(event.detail.data.media.index);
    if (event['detail-type'] === 'media.failed' && !event.detail.data.retryable) {
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
