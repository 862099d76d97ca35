import type { RecordKey } from '../../../shared/table/keys.ts';
import type { EventsTable } from '../../operator/aws/dynamodb-events-table.ts';
import { type ListedFile, listFiles } from '../../operator/media/list-files.ts';
import { readFiles } from '../../operator/media/message-files.ts';
import type { FileRow } from '../api.ts';

/** The rows of `media list` for these messages, the newest first, each with the key of its file if that is stored. */
export async function listStoredFiles(
  pks: readonly RecordKey['pk'][],
  table: Pick<EventsTable, 'readPartition'>,
): Promise<readonly FileRow[]> {
  const rows = (await listFiles(pks, table)).toReversed();
  return Promise.all(rows.map((row) => withStored(row, table)));
}

async function withStored(
  row: ListedFile,
  table: Pick<EventsTable, 'readPartition'>,
): Promise<FileRow> {
  const { since, provider, conversation, message, file, state, reason, index, pk } = row;
  const shown = { since, provider, conversation, message, index, file, state, reason };
  if (state !== 'stored') return shown;
  const found = readFiles(await table.readPartition(pk));
  const own = found?.files.find(({ item }) => item.index === index)?.state;
  if (own?.state !== 'stored') return shown;
  const { key, contentType } = own.stored;
  return { ...shown, stored: { key, contentType } };
}
