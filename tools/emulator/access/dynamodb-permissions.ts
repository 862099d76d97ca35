import { z } from 'zod';
import { arnOf } from '../../emulator-client/account.ts';
import { localStreamLabel } from '../template/identities.ts';
import { dynamodbContext, type ItemRequest, itemRequest } from './dynamodb-context.ts';
import type { Permission } from './policy.ts';

/** Finds the name of the partition key of a table, or of an index of a table. */
export type PartitionKeyOf = (tableName: string, indexName?: string) => string | undefined;

const batchedRequests = z.union([
  itemRequest,
  z
    .array(z.object({ PutRequest: itemRequest.optional(), DeleteRequest: itemRequest.optional() }))
    .transform((writes): ItemRequest => {
      const parts = writes.map(
        ({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key,
      );
      return { Keys: parts.filter((part) => part !== undefined) };
    }),
]);

const dynamodbInput = itemRequest.extend({
  TableName: z.string().optional(),
  StreamArn: z.string().optional(),
  ShardIterator: z.string().optional(),
  RequestItems: z.record(z.string(), batchedRequests).default({}),
  TransactItems: z
    .array(z.record(z.string(), itemRequest.extend({ TableName: z.string() })))
    .default([]),
});

const transactionActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** The permissions that a call to DynamoDB or DynamoDB Streams needs, table by table. */
export function dynamodbPermissions(
  operation: string,
  input: unknown,
  partitionKeyOf: PartitionKeyOf,
): readonly Permission[] {
  const { TableName, StreamArn, ShardIterator, RequestItems, TransactItems, ...request } =
    dynamodbInput.parse(input);
  const onTable = (action: string, table: string, asked: ItemRequest): Permission => {
    const index = asked.IndexName;
    const name = table.slice(table.lastIndexOf('/') + 1);
    return {
      action: `dynamodb:${action}`,
      resource: `${tableArn(table)}${index ? `/index/${index}` : ''}`,
      context: dynamodbContext(asked, partitionKeyOf(name, index)),
    };
  };
  const parts = TransactItems.flatMap((item) =>
    Object.entries(item).map(([kind, part]) =>
      onTable(transactionActions[kind] ?? kind, part.TableName, part),
    ),
  );
  const batched = Object.entries(RequestItems).map(([table, part]) =>
    onTable(operation, table, part),
  );
  if (parts.length + batched.length > 0) return [...parts, ...batched];
  if (TableName) return [onTable(operation, TableName, request)];
  const stream = streamArn(StreamArn ?? decodeIterator(ShardIterator));
  // Only dynoxide's iterators name their table. The call that returned the iterator was checked.
  if (ShardIterator && !stream) return [];
  return [{ action: `dynamodb:${operation}`, resource: stream ?? '*' }];
}

function tableArn(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('dynamodb', `table/${nameOrArn}`);
}

/** The stream as a role names it. The engine uses another ARN, but each table has one stream. */
function streamArn(text: string | undefined): string | undefined {
  const [, table] = /(?:table\/|"table_name":")([^/"]+)/.exec(text ?? '') ?? [];
  return table && `${tableArn(table)}/stream/${localStreamLabel}`;
}

function decodeIterator(iterator: string | undefined): string | undefined {
  return iterator && Buffer.from(iterator, 'base64').toString();
}
