import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { Caller } from '../access/authorize.ts';
import { decide, type Permission } from '../access/policy.ts';
import type { EventSourceMapping } from './mapping.ts';

const queueActions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
const streamActions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

/**
 * Checks that the function's role may read the source and write to the destination, as Lambda does when
 * it creates a mapping.
 *
 * @throws {EmulatorError} naming the first action that is not allowed
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function requireMappingPermissions(
  { logicalId, sourceArn, onFailureArn, uuid }: EventSourceMapping,
  { roleArn, statements }: Caller,
): void {
  const isQueue = sourceArn.split(':')[2] === 'sqs';
  const needed: readonly Permission[] = [
    ...(isQueue ? queueActions : streamActions).map((action) => ({
      action: `${isQueue ? 'sqs' : 'dynamodb'}:${action}`,
      resource: sourceArn,
    })),
    ...(onFailureArn ? destinationPermissions(onFailureArn, uuid) : []),
  ];
  const missing = needed.find((permission) => decide(statements, permission) !== 'allow');
  if (!missing) return;
  throw new EmulatorError(
    `Lambda would reject ${logicalId}: the role ${roleArn} does not allow ${missing.action} on ${missing.resource}`,
  );
}

function destinationPermissions(destinationArn: string, uuid: string): readonly Permission[] {
  if (destinationArn.split(':')[2] !== 's3') {
    return [{ action: 'sqs:SendMessage', resource: destinationArn }];
  }
  return [
    { action: 's3:PutObject', resource: `${destinationArn}/aws/lambda/${uuid}/shard` },
    { action: 's3:ListBucket', resource: destinationArn },
  ];
}
