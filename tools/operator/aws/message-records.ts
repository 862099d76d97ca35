import { providers } from '../../../functions/providers/registry.ts';
import { messagePartition } from '../../../shared/table/keys.ts';
import { OperatorError } from '../operator-error.ts';
import type { EventsTableReader, TableRecord } from './dynamodb-events-table.ts';

/**
 * Every event record of a message, by either of its ids: two queries at most for a provider.
 *
 * @param provider absent: the first provider that knows the message
 * @throws {OperatorError} when nothing is known of it
 */
export async function readMessageRecords(
  table: Pick<EventsTableReader, 'partition'>,
  messageId: string,
  provider?: string,
): Promise<readonly TableRecord[]> {
  for (const id of provider === undefined ? providers.map((each) => each.id) : [provider]) {
    const records = await table.partition(messagePartition(id, messageId));
    const other =
      records.find(({ alias }) => alias !== undefined)?.alias ?? secondPartition(records);
    const joined = other === undefined ? records : [...records, ...(await table.partition(other))];
    if (joined.length > 0) return joined;
  }
  throw new OperatorError(`nothing is known of the message ${messageId}`);
}

/** Where event records lie that came under the provider's own id of the message. */
function secondPartition(records: readonly TableRecord[]): string | undefined {
  for (const { event } of records) {
    if (event?.['detail-type'] !== 'message.received' && event?.['detail-type'] !== 'message.sent')
      continue;
    const { provider } = event.detail.metadata;
    const { providerMessageId } = event.detail.data.message;
    if (providerMessageId !== undefined) return messagePartition(provider, providerMessageId);
  }
  return undefined;
}
