import type { RetriedFile } from '../../../functions/media-mirror/ports.ts';
import { isMessageEvent, type MessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { MediaItem } from '../../../shared/contract/media.ts';
import { selectCurrentEvents } from '../../../shared/reader/current-events.ts';
import { deriveMessageState, type MediaState } from '../../../shared/reader/message-state.ts';
import { isRecord, type TableItem } from '../aws/dynamodb-events-table.ts';

/** A file of a message, and what the table knows about it. */
export interface MessageFile {
  readonly item: MediaItem;
  readonly state: MediaState;
  /** When it was stored or failed; when its message was received if it is pending. */
  readonly since: string;
  /** Number of its last recorded attempt that failed; 0 for none. */
  readonly lastAttempt: number;
  /** How many copies of it are stored. */
  readonly copies: number;
}

/** A message with files. */
export interface MessageFiles {
  /** The newest event of the message: a replay may know files that the first event did not. */
  readonly message: MessageEvent;
  readonly files: readonly MessageFile[];
}

/**
 * Reads the files of a message from its event records.
 *
 * @returns `undefined` without a message with files
 */
export function readFiles(items: readonly TableItem[]): MessageFiles | undefined {
  const events = selectCurrentEvents(items.filter(isRecord));
  const message = events
    .filter(isMessageEvent)
    .find(({ detail }) => detail.data.message.media.length > 0);
  if (message === undefined) return undefined;
  const states = deriveMessageState(events).media;
  const files = message.detail.data.message.media.map((item) => {
    const { index } = item;
    const state = states.find((each) => each.index === index) ?? { index, state: 'pending' };
    return { item, state, ...readHistory(index, events, message) };
  });
  return { message, files };
}

function readHistory(index: number, events: readonly TributaryEvent[], message: MessageEvent) {
  let since = message.detail.metadata.receivedAt;
  let lastAttempt = 0;
  let copies = 0;
  for (const { detail } of events) {
    const { metadata, data } = detail;
    if (!('media' in data) || data.media.index !== index) continue;
    if (since < metadata.occurredAt) since = metadata.occurredAt;
    if ('attempt' in data) lastAttempt = Math.max(lastAttempt, data.attempt);
    else copies = Math.max(copies, data.copy ?? 1);
  }
  return { since, lastAttempt, copies };
}

/** Whether the mirror makes no further attempt by itself: the file is gone, refused, too large … */
export function isFailedPermanently({ state }: MessageFile): boolean {
  return state.state === 'failed' && !state.failed.retryable;
}

/** What the mirror needs to fetch a file again, whatever became of it. */
export function toRetriedFile(file: MessageFile, url: string | undefined): RetriedFile {
  const { item, copies, lastAttempt } = file;
  return {
    index: item.index,
    afterAttempt: lastAttempt,
    ...(copies > 0 && { copy: copies + 1 }),
    ...(url !== undefined && { url }),
  };
}
