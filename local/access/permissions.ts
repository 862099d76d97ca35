import { z } from 'zod';
import { arnOf } from '../account.ts';
import type { AwsCall } from '../aws/call.ts';
import { localStreamLabel } from '../template/identities.ts';
import type { Permission } from './policy.ts';
import { s3Permissions } from './s3-permissions.ts';

/**
 * What a call needs, as the service authorization reference has it: an action on each resource that
 * it touches. Batches and transactions need the permission of each of their parts.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function permissionsOf(call: AwsCall, input: unknown): readonly Permission[] {
  switch (call.service) {
    case 'dynamodb':
      return dynamodbPermissions(call.operation, input);
    case 'sqs':
      return sqsPermissions(call.operation, input);
    case 'events':
      return eventsPermissions(call.operation, input);
    case 'secretsmanager':
      return [secretPermission(call.operation, input)];
    case 's3':
      return s3Permissions(call);
  }
}

const tableInput = z.object({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  StreamArn: z.string().optional(),
  ShardIterator: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).default({}),
  TransactItems: z.array(z.record(z.string(), z.object({ TableName: z.string() }))).default([]),
});

const transactionActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

function dynamodbPermissions(operation: string, input: unknown): readonly Permission[] {
  const { TableName, IndexName, StreamArn, ShardIterator, RequestItems, TransactItems } =
    tableInput.parse(input);
  const parts = TransactItems.flatMap((item) =>
    Object.entries(item).map(([kind, { TableName: table }]) => ({
      action: `dynamodb:${transactionActions[kind]}`,
      resource: tableArn(table),
    })),
  );
  const batched = Object.keys(RequestItems).map((table) => ({
    action: `dynamodb:${operation}`,
    resource: tableArn(table),
  }));
  if (parts.length + batched.length > 0) return [...parts, ...batched];
  const index = IndexName ? `/index/${IndexName}` : '';
  const resource = TableName
    ? `${tableArn(TableName)}${index}`
    : streamArn(StreamArn ?? decodeIterator(ShardIterator));
  // Only dynoxide's iterators name their table; to get one was checked already.
  if (ShardIterator && !resource) return [];
  return [{ action: `dynamodb:${operation}`, resource: resource ?? '*' }];
}

function tableArn(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('dynamodb', `table/${nameOrArn}`);
}

/** The stream as a role names it: the engine gives it an ARN of its own, but each table has one. */
function streamArn(text: string | undefined): string | undefined {
  const [, table] = /(?:table\/|"table_name":")([^/"]+)/.exec(text ?? '') ?? [];
  return table && `${tableArn(table)}/stream/${localStreamLabel}`;
}

function decodeIterator(iterator: string | undefined): string | undefined {
  return iterator && Buffer.from(iterator, 'base64').toString();
}

const sqsInput = z.object({ QueueUrl: z.string().optional(), QueueName: z.string().optional() });

function sqsPermissions(operation: string, input: unknown): readonly Permission[] {
  const { QueueUrl, QueueName } = sqsInput.parse(input);
  const queue = QueueUrl?.slice(QueueUrl.lastIndexOf('/') + 1) ?? QueueName ?? '*';
  // A batch needs what its single messages need.
  return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource: arnOf('sqs', queue) }];
}

const eventsInput = z.object({
  Entries: z.array(z.object({ EventBusName: z.string().default('default') })).default([]),
});

function eventsPermissions(operation: string, input: unknown): readonly Permission[] {
  const buses = new Set(eventsInput.parse(input).Entries.map(({ EventBusName }) => EventBusName));
  return [...(buses.size > 0 ? buses : ['*'])].map((bus) => ({
    action: `events:${operation}`,
    resource: bus.startsWith('arn:') ? bus : arnOf('events', `event-bus/${bus}`),
  }));
}

function secretPermission(operation: string, input: unknown): Permission {
  const { SecretId: id = '*' } = z.object({ SecretId: z.string().optional() }).parse(input);
  const resource = id.startsWith('arn:') ? id : arnOf('secretsmanager', `secret:${id}`);
  return { action: `secretsmanager:${operation}`, resource };
}
