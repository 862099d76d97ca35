import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { toQuarantinedFact } from '../../../functions/callback/to-quarantine-record.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import type { OperatedGateway } from './operated-gateway.ts';

/**
 * Puts a body into quarantine as an earlier version would have that did not understand it.
 *
 * @returns the partition key of the quarantined item
 */
export async function quarantineAsBefore(gateway: OperatedGateway, text: string): Promise<string> {
  const receipt = { provider: 'incs', receivedAt: new Date().toISOString() };
  const fact = toQuarantinedFact({ reason: 'unknown_feed' }, receipt, { text, headers: {} });
  await gateway.aws.s3.send(
    new PutObjectCommand({
      Bucket: gateway.output('VaultBucketName'),
      Key: fact.vaulted?.key,
      Body: fact.vaulted?.content ?? '',
    }),
  );
  await gateway.aws.dynamodb.send(
    new PutItemCommand({
      TableName: gateway.output('EventsTableName'),
      Item: { ...toEventItem(fact, { publish: true }) },
    }),
  );
  return fact.key.pk;
}
