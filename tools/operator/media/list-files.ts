import type { MediaItem } from '../../../shared/contract/media.ts';
import { selectCurrentEvents } from '../../../shared/reader/current-events.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { type EventsTable, isRecord, type TableItem } from '../aws/dynamodb-events-table.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { type MessageFile, type MessageFiles, readFiles } from './message-files.ts';

/** Partitions that are read at the same time. */
const readers = 8;

/** A file as a list shows it; nothing of what its sender wrote. */
export interface ListedFile {
  /** When it was stored or failed; when its message was received if it is pending. */
  readonly since: string;
  readonly provider: string;
  /** Key of the conversation; empty when the message is gone. */
  readonly conversation: string;
  /** Id of the message. */
  readonly message: string;
  /** Position, role and declared type. */
  readonly file: string;
  readonly state: 'pending' | 'stored' | 'failed';
  /** Why it failed, and whether its message is gone; empty unless it failed. */
  readonly reason: string;
  /** Whether trying again later may succeed; absent unless it failed, and when its message is gone. */
  readonly retryable?: boolean;
  readonly attempt?: number;
  readonly index: number;
  /** Partition key of the message's records. */
  readonly pk: string;
}

/** The files of some messages, the one first whose state is the oldest. */
export async function listFiles(
  pks: readonly RecordKey['pk'][],
  table: Pick<EventsTable, 'readPartition'>,
): Promise<readonly ListedFile[]> {
  const listed: ListedFile[] = [];
  await forEachInParallel(pks, readers, async (pk) => {
    const items = await table.readPartition(pk);
    const found = readFiles(items);
    if (found === undefined) listed.push(...listWithoutMessage(items, pk));
    else listed.push(...found.files.map((file) => toListed(file, found, pk)));
  });
  return listed.sort(byAge);
}

function toListed(file: MessageFile, { message }: MessageFiles, pk: string): ListedFile {
  const { metadata, data } = message.detail;
  const { item, state, since } = file;
  return {
    since,
    provider: metadata.provider,
    conversation: data.message.conversation.key,
    message: data.message.id,
    file: describeFile(item),
    state: state.state,
    reason: '',
    ...(state.state === 'failed' && {
      reason: state.failed.reason,
      retryable: state.failed.retryable,
      attempt: state.failed.attempt,
    }),
    index: item.index,
    pk,
  };
}

/** Failed files whose message has expired or was erased: nothing can fetch them again. */
function listWithoutMessage(items: readonly TableItem[], pk: string): readonly ListedFile[] {
  const events = selectCurrentEvents(items.filter(isRecord));
  const failures = new Map<number, ListedFile>();
  for (const event of events) {
    if (event['detail-type'] !== 'media.failed') continue;
    const { metadata, data } = event.detail;
    const { index } = data.media;
    const before = failures.get(index);
    if (before !== undefined && before.since > metadata.occurredAt) continue;
    failures.set(index, {
      since: metadata.occurredAt,
      provider: metadata.provider,
      conversation: '',
      message: data.messageId,
      file: describeFile(data.media),
      state: 'failed',
      reason: `${data.reason}, and its message is gone`,
      attempt: data.attempt,
      index,
      pk,
    });
  }
  for (const event of events) {
    if (event['detail-type'] === 'media.stored') failures.delete(event.detail.data.media.index);
  }
  return [...failures.values()];
}

function describeFile({ index, role, mimeType }: MediaItem): string {
  return [index, role, mimeType].filter((part) => part !== undefined).join(' ');
}

function byAge(one: ListedFile, other: ListedFile): number {
  return (
    one.since.localeCompare(other.since) ||
    one.pk.localeCompare(other.pk) ||
    one.index - other.index
  );
}
