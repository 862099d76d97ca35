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

const statement = z.object({
  Statement: z.string(),
  Parameters: z.array(z.record(z.string(), z.unknown())).default([]),
});

const dynamodbInput = itemRequest.extend({
  TableName: z.string().optional(),
  StreamArn: z.string().optional(),
  ShardIterator: z.string().optional(),
  RequestItems: z.record(z.string(), batchedRequests).default({}),
  TransactItems: z
    .array(z.record(z.string(), itemRequest.extend({ TableName: z.string() })))
    .default([]),
  Statements: z.array(statement).default([]),
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
  const {
    TableName,
    StreamArn,
    ShardIterator,
    RequestItems,
    TransactItems,
    Statements,
    ...request
  } = dynamodbInput.parse(input);
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
  const insertions = Statements.flatMap((each) => parseInsertion(each) ?? []);
  // Other statements need a permission that no policy gives: what they access is not read.
  if (insertions.length > 0 && insertions.length === Statements.length) {
    return insertions.map(({ table, Item }) => onTable('PartiQLInsert', table, { Item }));
  }
  if (TableName) return [onTable(operation, TableName, request)];
  const stream = streamArn(StreamArn ?? decodeIterator(ShardIterator));
  // Only dynoxide's iterators name their table. The call that returned the iterator was checked.
  if (ShardIterator && !stream) return [];
  return [{ action: `dynamodb:${operation}`, resource: stream ?? '*' }];
}

/** The item that a PartiQL statement inserts, if that is what it does and its values are parameters. */
function parseInsertion({ Statement, Parameters }: z.infer<typeof statement>) {
  const [, table, value] = /^INSERT INTO "([\w.-]+)" VALUE \{(.+)\}$/i.exec(Statement.trim()) ?? [];
  if (table === undefined || value === undefined) return undefined;
  const attributes = value.split(',').map((each) => /^\s*'(\w+)'\s*:\s*\?\s*$/.exec(each)?.[1]);
  const entries = attributes.map((name = '', at) => [name, Parameters[at] ?? {}] as const);
  return attributes.includes(undefined) ? undefined : { table, Item: Object.fromEntries(entries) };
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
