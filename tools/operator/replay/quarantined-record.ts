import type { FactTable } from '../aws/dynamodb-events-table.ts';
import { OperatorError } from '../operator-error.ts';
import type { EventFact } from './select-records.ts';

/**
 * The fact of something that was not understood, with its raw JSON: a quarantined item, or the
 * message of an unknown kind.
 *
 * @param pk its partition key, as `quarantine list` prints it
 * @throws {OperatorError} when there is none
 */
export async function readQuarantinedFact(
  table: Pick<FactTable, 'partition'>,
  pk: string,
): Promise<EventFact> {
  for (const fact of await table.partition(pk)) {
    const { event, key } = fact;
    if (event !== undefined && (key.sk === 'item' || key.sk === 'message')) {
      return { ...fact, event };
    }
  }
  throw new OperatorError(`there is no item ${pk}: take a pk that \`quarantine list\` prints`);
}
