import { providers } from '../../../functions/providers/registry.ts';
import { readMessageItems } from '../../../shared/table/message-partitions.ts';
import { messagePartition } from '../../../shared/table/partition-key.ts';
import type { EventsTable, TableItem } from '../aws/dynamodb-events-table.ts';
import { OperatorError } from '../operator-error.ts';

/**
 * Every item of a message, by either of its ids: two queries at most for a provider.
 *
 * @param provider absent: the first provider that knows the message
 * @throws {OperatorError} when nothing is known about the message
 */
export async function readMessage(
  table: Pick<EventsTable, 'readPartition'>,
  messageId: string,
  provider?: string,
): Promise<readonly TableItem[]> {
  for (const id of provider === undefined ? providers.map((each) => each.id) : [provider]) {
    const items = await readMessageItems(messagePartition(id, messageId), table.readPartition);
    if (items.length > 0) return items;
  }
  const where = provider === undefined ? '' : ` at ${provider}`;
  throw new OperatorError(
    `the table has nothing about the message ${messageId}${where}: check the id; records also expire, and \`erase\` removes them`,
  );
}
