import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { toQuarantineRecord } from '../../../functions/callback/to-event-records.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import type { OperatedGateway } from './operated-gateway.ts';

/**
 * Quarantines a body as an earlier version would have, for which it was unrecognized.
 *
 * @returns the partition key of the quarantined item
 */
export async function quarantineAsBefore(
  gateway: Pick<OperatedGateway, 'aws' | 'output'>,
  text: string,
): Promise<string> {
  const receipt = { provider: 'incs', receivedAt: new Date().toISOString() };
  const record = toQuarantineRecord({ reason: 'unknown_provider_event' }, receipt, {
    text,
    headers: {},
  });
  await gateway.aws.s3.send(
    new PutObjectCommand({
      Bucket: gateway.output('PayloadBucketName'),
      Key: record.payload?.key,
      Body: record.payload?.content ?? '',
    }),
  );
  await gateway.aws.dynamodb.send(
    new PutItemCommand({
      TableName: gateway.output('EventsTableName'),
      Item: { ...toEventItem(record, { publish: true }) },
    }),
  );
  return record.key.pk;
}
