import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { beforeAll, expect, it } from 'vitest';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import { type SampleGateway, startSampleGateway } from './sample-gateway.ts';

/** The emulator refuses what AWS refuses: limits of calls, and calls that are signed with another secret. */
let gateway: SampleGateway;

beforeAll(async () => {
  gateway = await startSampleGateway();
  return () => gateway.close();
});

const kilobytes = (count: number) => 'x'.repeat(count * 1024);
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

interface Names {
  readonly TableName: string;
  readonly QueueUrl: string;
  readonly Bucket: string;
}

type Send = (aws: SampleGateway['aws'], names: Names) => Promise<unknown>;

const putItem =
  (item: Readonly<Record<string, string>>): Send =>
  ({ dynamodb }, { TableName }) =>
    dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: Object.fromEntries(Object.entries(item).map(([name, S]) => [name, { S }])),
      }),
    );

const insertAll =
  (ids: readonly string[]): Send =>
  ({ dynamodb }, { TableName }) =>
    dynamodb.send(
      new BatchExecuteStatementCommand({
        Statements: ids.map((id) => ({
          Statement: `INSERT INTO "${TableName}" VALUE {'pk': ?}`,
          Parameters: [{ S: id }],
        })),
      }),
    );

const uploadParts =
  (parts: readonly number[], bytes: number): Send =>
  async ({ s3 }, { Bucket }) => {
    const upload = { Bucket, Key: 'parts' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
    const Parts = [];
    for (const PartNumber of parts) {
      const Body = Buffer.alloc(bytes);
      const part = new UploadPartCommand({ ...upload, UploadId, PartNumber, Body });
      Parts.push({ PartNumber, ETag: (await s3.send(part)).ETag });
    }
    const complete = { ...upload, UploadId, MultipartUpload: { Parts } };
    await s3.send(new CompleteMultipartUploadCommand(complete));
  };

const refused: readonly (readonly [what: string, error: RegExp, send: Send])[] = [
  ['an item above 400 KB', /size/i, putItem({ pk: 'a', text: kilobytes(401) })],
  ['a partition key above 2,048 bytes', /2048/, putItem({ pk: 'x'.repeat(2049) })],
  ['an empty key', /empty/, putItem({ pk: '' })],
  ['more than 25 statements', /limit is 25/, insertAll(numbers(26))],
  ['two statements about one item', /duplicates/, insertAll(['a', 'a'])],
  [
    'a batch of more than 25 writes',
    /ValidationException/,
    ({ dynamodb }, { TableName }) =>
      dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [TableName]: numbers(26).map((S) => ({ PutRequest: { Item: { pk: { S } } } })),
          },
        }),
      ),
  ],
  [
    'a batch of more than 100 reads',
    /ValidationException/,
    ({ dynamodb }, { TableName }) =>
      dynamodb.send(
        new BatchGetItemCommand({
          RequestItems: { [TableName]: { Keys: numbers(101).map((S) => ({ pk: { S } })) } },
        }),
      ),
  ],
  [
    'a transaction of more than 100 items',
    /ValidationException/,
    ({ dynamodb }, { TableName }) =>
      dynamodb.send(
        new TransactWriteItemsCommand({
          TransactItems: numbers(101).map((S) => ({ Put: { TableName, Item: { pk: { S } } } })),
        }),
      ),
  ],
  [
    'a message above 1 MiB',
    /1048576/,
    ({ sqs }, { QueueUrl }) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `${kilobytes(1024)}x` })),
  ],
  [
    'messages that are above 1 MiB together',
    /1048576/,
    ({ sqs }, { QueueUrl }) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: `${kilobytes(512)}x` })),
        }),
      ),
  ],
  [
    'more than 10 messages',
    /10/,
    ({ sqs }, { QueueUrl }) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: numbers(11).map((Id) => ({ Id, MessageBody: 'a' })),
        }),
      ),
  ],
  [
    'a message with a control character',
    /[Ii]nvalid characters/,
    ({ sqs }, { QueueUrl }) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '\u0001' })),
  ],
  [
    'to receive more than 10 messages',
    /between 1 and 10/,
    ({ sqs }, { QueueUrl }) =>
      sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 })),
  ],
  [
    'more than 10 events',
    /less than or equal to 10/,
    ({ eventBridge }) =>
      eventBridge.send(
        new PutEventsCommand({ Entries: numbers(11).map((Source) => ({ Source })) }),
      ),
  ],
  ['parts below 5 MB', /EntityTooSmall|too small|smaller/, uploadParts([1, 2], 1_000_000)],
  ['the part 10,001', /between 1 and 10000/, uploadParts([10_001], 1)],
  [
    'a key above 1,024 bytes',
    /too long/,
    ({ s3 }, { Bucket }) =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'k'.repeat(1025), Body: 'a' })),
  ],
];

it.each(refused)('refuses %s', async (_what, error, send) => {
  const names = {
    TableName: gateway.output('TableName'),
    QueueUrl: gateway.output('DeadLettersUrl'),
    Bucket: gateway.output('PayloadsName'),
  };
  const failure: unknown = await send(gateway.aws, names).catch((reason: unknown) => reason);
  expect(failure).toBeInstanceOf(Error);
  expect(String(failure)).toMatch(error);
});

it('refuses a call that is signed with another secret, and accepts it with the right one', async () => {
  const { s3 } = createClients(gateway.awsEndpoint, 'owner');
  const put = () =>
    s3.send(new PutObjectCommand({ Bucket: gateway.output('PayloadsName'), Key: 'a', Body: 'a' }));
  await put();
  s3.config.credentials = async () => ({ accessKeyId: 'owner', secretAccessKey: 'another' });
  await expect(put()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
});
