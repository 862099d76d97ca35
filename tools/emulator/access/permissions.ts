import { z } from 'zod';
import { arnOf, functionArnOf } from '../../emulator-client/account.ts';
import type { AwsCall } from '../aws/call.ts';
import { dynamodbPermissions, type PartitionKeyOf } from './dynamodb-permissions.ts';
import { eventsPermissions } from './events-permissions.ts';
import type { Permission } from './policy.ts';
import { s3Permissions } from './s3-permissions.ts';

/**
 * The permissions that a call needs by the service authorization reference: an action on each resource
 * that it touches. A batch or a transaction needs the permissions of each of its parts.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function permissionsOf(
  call: AwsCall,
  input: unknown,
  partitionKeyOf: PartitionKeyOf,
): readonly Permission[] {
  switch (call.service) {
    case 'dynamodb':
      return dynamodbPermissions(call.operation, input, partitionKeyOf);
    case 'sqs':
      return sqsPermissions(call.operation, input);
    case 'events':
      return eventsPermissions(call.operation, input);
    case 'secretsmanager':
      return [secretPermission(call.operation, input)];
    case 's3':
      return s3Permissions(call);
    case 'cloudformation':
      return [stackPermission(call.operation, input)];
    case 'lambda':
      return [lambdaPermission(call.operation, input)];
  }
}

const sqsInput = z.object({ QueueUrl: z.string().optional(), QueueName: z.string().optional() });

function sqsPermissions(operation: string, input: unknown): readonly Permission[] {
  const { QueueUrl, QueueName } = sqsInput.parse(input);
  const queue = QueueUrl?.slice(QueueUrl.lastIndexOf('/') + 1) ?? QueueName ?? '*';
  // A batch needs the permission for a single message.
  return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource: arnOf('sqs', queue) }];
}

function secretPermission(operation: string, input: unknown): Permission {
  const { SecretId: id = '*' } = z.object({ SecretId: z.string().optional() }).parse(input);
  const resource = id.startsWith('arn:') ? id : arnOf('secretsmanager', `secret:${id}`);
  return { action: `secretsmanager:${operation}`, resource };
}

function stackPermission(operation: string, input: unknown): Permission {
  const { StackName: name = '*' } = z.object({ StackName: z.string().optional() }).parse(input);
  const resource = name.startsWith('arn:') ? name : arnOf('cloudformation', `stack/${name}/*`);
  return { action: `cloudformation:${operation}`, resource };
}

const lambdaInput = z.object({
  UUID: z.string().optional(),
  FunctionName: z.string().optional(),
});

function lambdaPermission(operation: string, input: unknown): Permission {
  const { UUID, FunctionName } = lambdaInput.parse(input);
  const action = `lambda:${operation}`;
  if (UUID !== undefined) {
    return { action, resource: arnOf('lambda', `event-source-mapping:${UUID}`) };
  }
  // A list has no resource: the function only filters it.
  if (FunctionName === undefined || operation.startsWith('List')) return { action, resource: '*' };
  return { action, resource: functionArnOf(FunctionName) };
}
