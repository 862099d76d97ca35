import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  type DisabledBecause,
  type ReceiverState,
  receiverTable,
} from '../../shared/http-subscription/receiver-state.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { ReceiverStore } from './ports.ts';

/** The state of a receiver in its table. */
export function createDynamoDbReceiverStore(
  client: DynamoDBClient,
  tableName: string,
): ReceiverStore {
  const Key = { [receiverTable.partitionKey]: { S: receiverTable.id } };
  return {
    read: () =>
      reach(async () => {
        const { Item = {} } = await client.send(
          new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
        );
        const { [receiverTable.partitionKey]: _, ...fields } = Item;
        const texts = Object.entries(fields).map(([name, { S }]) => [name, S ?? ''] as const);
        // Only `change` writes the item, with the fields of a state.
        const state: ReceiverState & { readonly disabledBecause?: DisabledBecause } =
          Object.fromEntries(texts);
        return state;
      }),
    change: (change) =>
      reach(async () => {
        const fields = Object.entries(change);
        const set = fields.filter(([, value]) => value !== undefined);
        const removed = fields.filter(([, value]) => value === undefined);
        const clause = (word: string, terms: readonly string[]) =>
          terms.length > 0 ? [`${word} ${terms.join(', ')}`] : [];
        await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key,
            UpdateExpression: [
              ...clause(
                'SET',
                set.map(([name]) => `#${name} = :${name}`),
              ),
              ...clause(
                'REMOVE',
                removed.map(([name]) => `#${name}`),
              ),
            ].join(' '),
            ExpressionAttributeNames: Object.fromEntries(
              fields.map(([name]) => [`#${name}`, name]),
            ),
            ...(set.length > 0 && {
              ExpressionAttributeValues: Object.fromEntries(
                set.map(([name, value]) => [`:${name}`, { S: String(value) }]),
              ),
            }),
          }),
        );
      }),
  };
}

async function reach<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new TributaryError(
      'store_unavailable',
      'the table with the state of the receiver cannot be reached: check the AWS status page',
      { retryable: true, cause },
    );
  }
}
