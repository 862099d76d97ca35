import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { toCanonicalJson } from '../../../shared/json.ts';
import { indexes } from '../../../shared/table/attributes.ts';
import { readRaw } from '../../../shared/table/event-item.ts';
import type { OperatedGateway } from './operated-gateway.ts';

/** Something that is stored somewhere, in full. */
export interface Stored {
  readonly place: string;
  /** Where in the place: a key. */
  readonly name: string;
  readonly content: string;
}

/**
 * Everything that the gateway has stored: the items of the table and of its indexes, with their raw JSON
 * decompressed, the objects of both buckets with their headers, and the messages of both queues. The
 * engine of S3 keeps no versions.
 */
export async function readEstate(gateway: OperatedGateway): Promise<readonly Stored[]> {
  return [
    ...(await readItems(gateway, undefined)),
    ...(await readItems(gateway, indexes.conversation.name)),
    ...(await readItems(gateway, indexes.quarantine.name)),
    ...(await readObjects(gateway, 'PayloadBucketName')),
    ...(await readObjects(gateway, 'MediaBucketName')),
    ...(await readMessages(gateway, 'MediaQueueUrl')),
    ...(await readMessages(gateway, 'MediaDeadLetterQueueUrl')),
  ];
}

async function readItems(
  gateway: OperatedGateway,
  IndexName: string | undefined,
): Promise<readonly Stored[]> {
  const stored: Stored[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await gateway.aws.dynamodb.send(
      new ScanCommand({
        TableName: gateway.output('EventsTableName'),
        IndexName,
        ExclusiveStartKey,
      }),
    );
    for (const item of page.Items ?? []) {
      const raw = IndexName === undefined ? readRaw(item) : undefined;
      const content = toCanonicalJson({ ...item, raw });
      const place = IndexName ?? 'table';
      stored.push({ place, name: `${item.pk?.S} ${item.sk?.S}`, content });
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return stored;
}

async function readObjects(gateway: OperatedGateway, output: string): Promise<readonly Stored[]> {
  const Bucket = gateway.output(output);
  const stored: Stored[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await gateway.aws.s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken }));
    for (const { Key = '' } of page.Contents ?? []) {
      const object = await gateway.aws.s3.send(new GetObjectCommand({ Bucket, Key }));
      const headers = JSON.stringify([object.Metadata, object.ContentDisposition]);
      const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
      const content = `${headers}\n${Buffer.from(bytes).toString('latin1')}`;
      stored.push({ place: output, name: Key, content });
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return stored;
}

/** Looks at the messages and returns each to its queue. */
async function readMessages(gateway: OperatedGateway, output: string): Promise<readonly Stored[]> {
  const QueueUrl = gateway.output(output);
  const seen: Message[] = [];
  for (;;) {
    const { Messages = [] } = await gateway.aws.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 60,
        WaitTimeSeconds: 1,
      }),
    );
    if (Messages.length === 0) break;
    seen.push(...Messages);
  }
  for (const { ReceiptHandle } of seen) {
    await gateway.aws.sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
    );
  }
  return seen.map(({ MessageId: name = '', Body: content = '' }) => ({
    place: output,
    name,
    content,
  }));
}

/**
 * Whether a content has this run of digits in any spelling. It is meant to find too much rather than too
 * little, and shares no code with the command: after every way of decoding, all other characters go.
 */
export function hasDigits(content: string, digits: string): boolean {
  return readings(content).some((reading) => reading.replace(/[^0-9]/g, '').includes(digits));
}

function readings(content: string): readonly string[] {
  const readings = [content];
  for (let layer = 0; layer < 3; layer += 1) {
    const last = readings.at(-1) ?? '';
    readings.push(
      last
        .replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
        .replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
        .replace(/\\+[nrt]/g, ' '),
    );
  }
  const base64 = readings.flatMap((reading) => reading.match(/[A-Za-z0-9+/]{16,}/g) ?? []);
  return [...readings, ...base64.map((text) => Buffer.from(text, 'base64').toString('latin1'))];
}
