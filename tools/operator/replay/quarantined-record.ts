import { parseSortKey } from '../../../shared/table/sort-key.ts';
import { type EventsTable, isRecord, type TableRecord } from '../aws/dynamodb-events-table.ts';
import { OperatorError } from '../operator-error.ts';

/**
 * The event record of a quarantined item, or the message of an unknown kind, with its raw JSON.
 *
 * @param pk its partition key, as `quarantine list` prints it
 * @throws {OperatorError} when there is no such item
 */
export async function readQuarantinedRecord(
  table: Pick<EventsTable, 'readPartition'>,
  pk: string,
): Promise<TableRecord> {
  for (const item of await table.readPartition(pk)) {
    const kind = parseSortKey(item.key.sk)?.kind;
    if (isRecord(item) && (kind === 'item' || kind === 'message')) return item;
  }
  throw new OperatorError(`there is no item ${pk}: use a pk that \`quarantine list\` prints`);
}
