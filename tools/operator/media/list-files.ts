import type { RecordKey } from '../../../shared/table/keys.ts';
import type { EventsTable } from '../aws/dynamodb-events-table.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { type MessageFile, type MessageFiles, readFiles } from './message-files.ts';

/** Partitions that are read at the same time. */
const readers = 8;

/** A file as a list shows it; nothing of what its sender wrote. */
export interface ListedFile {
  /** When it was stored or failed; when its message was received if it is pending. */
  readonly since: string;
  readonly provider: string;
  /** Key of the conversation. */
  readonly conversation: string;
  /** Id of the message. */
  readonly message: string;
  /** Position, role and declared type. */
  readonly file: string;
  readonly state: 'pending' | 'stored' | 'failed';
  /** Why it failed; empty unless it did. */
  readonly reason: string;
  /** Whether trying again later may succeed; absent unless it failed. */
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
    const found = readFiles(await table.readPartition(pk));
    if (found !== undefined) listed.push(...found.files.map((file) => toListed(file, found, pk)));
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
    file: [item.index, item.role, item.mimeType].filter((part) => part !== undefined).join(' '),
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

function byAge(one: ListedFile, other: ListedFile): number {
  return (
    one.since.localeCompare(other.since) ||
    one.pk.localeCompare(other.pk) ||
    one.index - other.index
  );
}
