import type { EventsTableReader } from '../aws/dynamodb-events-table.ts';
import { OperatorError } from '../operator-error.ts';
import type { EventRecord } from './select-records.ts';

/**
 * The event record of something that was not understood, with its raw JSON: a quarantined item, or the
 * message of an unknown kind.
 *
 * @param pk its partition key, as `quarantine list` prints it
 * @throws {OperatorError} when there is none
 */
export async function readQuarantinedRecord(
  table: Pick<EventsTableReader, 'partition'>,
  pk: string,
): Promise<EventRecord> {
  for (const record of await table.partition(pk)) {
    const { event, key } = record;
    if (event !== undefined && (key.sk === 'item' || key.sk === 'message')) {
      return { ...record, event };
    }
  }
  throw new OperatorError(`there is no item ${pk}: take a pk that \`quarantine list\` prints`);
}
