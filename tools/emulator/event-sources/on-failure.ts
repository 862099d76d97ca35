import { randomUUID } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { EventSourceMapping } from './mapping.ts';
import type { DiscardedBatch } from './stream-batch.ts';

export interface OnFailureOptions {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly mapping: Pick<EventSourceMapping, 'uuid' | 'sourceArn' | 'onFailureArn'>;
  readonly functionArn: string;
  readonly shardId: string;
  now(): Date;
}

/**
 * Sends a discarded batch to the mapping's on-failure destination in the form that Lambda documents: a
 * bucket receives the whole records, a queue only their position in the stream.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function sendToOnFailureDestination(
  batch: DiscardedBatch,
  { s3, sqs, mapping, functionArn, shardId, now }: OnFailureOptions,
): Promise<void> {
  const { onFailureArn } = mapping;
  if (!onFailureArn) return;
  const at = now();
  const record = toInvocationRecord(batch, { mapping, functionArn, shardId, at });
  const name = onFailureArn.split(':').at(-1);
  if (onFailureArn.split(':')[2] === 's3') {
    await s3.send(
      new PutObjectCommand({
        Bucket: name,
        Key: objectKey(mapping.uuid, shardId, at),
        Body: JSON.stringify({ ...record, payload: JSON.stringify({ Records: batch.records }) }),
        ContentType: 'application/json',
      }),
    );
    return;
  }
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(record) }));
}

/** `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<random>` */
function objectKey(uuid: string, shardId: string, at: Date): string {
  const instant = at.toISOString();
  const day = instant.slice(0, 10).replaceAll('-', '/');
  const second = instant.slice(0, 19).replaceAll(':', '.');
  return `aws/lambda/${uuid}/${shardId}/${day}/${second}-${randomUUID()}`;
}

function toInvocationRecord(
  { reason, records, invokeCount, result }: DiscardedBatch,
  where: {
    readonly mapping: OnFailureOptions['mapping'];
    readonly functionArn: string;
    readonly shardId: string;
    readonly at: Date;
  },
): object {
  const first = records[0]?.dynamodb;
  const last = records.at(-1)?.dynamodb;
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: where.functionArn,
      condition: reason,
      approximateInvokeCount: invokeCount,
    },
    ...(result
      ? {
          responseContext: {
            statusCode: 200,
            executedVersion: '$LATEST',
            functionError: result.outcome === 'succeeded' ? null : 'Unhandled',
          },
        }
      : {}),
    version: '1.0',
    timestamp: where.at.toISOString(),
    DDBStreamBatchInfo: {
      shardId: where.shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: toInstant(first?.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: toInstant(last?.ApproximateCreationDateTime),
      batchSize: records.length,
      streamArn: where.mapping.sourceArn,
    },
  };
}

function toInstant(seconds = 0): string {
  return new Date(seconds * 1000).toISOString();
}
