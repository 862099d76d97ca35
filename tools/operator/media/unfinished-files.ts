import type { Detail, TributaryEvent } from '../../../shared/contract/index.ts';
import type { TableRecord } from '../aws/dynamodb-events-table.ts';

/** A message with files, as it was told last. */
export type MessageEvent = TributaryEvent<'message.received' | 'message.sent'>;

/** Which files of a message the mirror still has to fetch, and which it will not try again. */
export interface UnfinishedFiles {
  /** Newest telling of the message: a replay may know files that the first one did not. */
  readonly message: MessageEvent;
  /** Index in `media[]` of the files that are not stored and may be. */
  readonly toFetch: readonly number[];
  /** Those that the mirror gave up for good: gone, refused, too large. */
  readonly givenUp: readonly number[];
}

/**
 * Looks through all event records of a message for files that are neither stored nor given up for good.
 *
 * @returns `undefined` when the event records hold no message with files
 */
export function findUnfinishedFiles(records: readonly TableRecord[]): UnfinishedFiles | undefined {
  const message = newestTelling(records);
  if (message === undefined || message.detail.data.message.media.length === 0) return undefined;
  const stored = new Set<number>();
  const givenUp = new Set<number>();
  for (const { event } of records) {
    if (event?.['detail-type'] === 'media.stored') stored.add(event.detail.data.media.index);
    if (event?.['detail-type'] === 'media.failed' && !event.detail.data.retryable) {
      givenUp.add(event.detail.data.media.index);
    }
  }
  const open = message.detail.data.message.media
    .map(({ index }) => index)
    .filter((index) => !stored.has(index));
  return {
    message,
    toFetch: open.filter((index) => !givenUp.has(index)),
    givenUp: open.filter((index) => givenUp.has(index)),
  };
}

/** Sort keys of replays begin with `replay#` and the instant of the run, so the last one is newest. */
function newestTelling(records: readonly TableRecord[]): MessageEvent | undefined {
  return records
    .filter(({ key }) => key.sk === 'message' || /^replay#.*#message$/.test(key.sk))
    .sort((a, b) => (a.key.sk < b.key.sk ? -1 : 1))
    .map(({ event }) => event)
    .findLast(isMessage);
}

export function isMessage(event: TributaryEvent | undefined): event is MessageEvent {
  return event?.['detail-type'] === 'message.received' || event?.['detail-type'] === 'message.sent';
}

/** What EventBridge would put into the mirror's queue for this message. */
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
