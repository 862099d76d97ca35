import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** The first segment of the path names the task. */
const tasks = {
  echo: (event) => toResponse(event),
  environment: () => toResponse(process.env),
  put: async (event) => {
    const { id, task } = JSON.parse(event.body);
    const Item = { pk: { S: id }, ...(task && { task: { S: task } }) };
    await new DynamoDBClient().send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
    return toResponse({ id });
  },
  'delete-without-grant': () =>
    refusalOf(
      new DynamoDBClient().send(
        new DeleteItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: 'any' } } }),
      ),
    ),
  'store-without-grant': () =>
    refusalOf(
      new S3Client().send(
        new PutObjectCommand({ Bucket: process.env.BUCKET, Key: 'a/b', Body: 'text' }),
      ),
    ),
  'publish-without-grant': () =>
    refusalOf(
      new EventBridgeClient().send(
        new PutEventsCommand({
          Entries: [{ EventBusName: process.env.BUS, Source: 's', DetailType: 't', Detail: '{}' }],
        }),
      ),
    ),
  hang: () => new Promise(() => setInterval(() => {}, 1000)),
  throw: () => {
    throw new RangeError('as requested');
  },
  exit: () => process.exit(1),
  'fill-memory': () => {
    const retained = [];
    for (;;) retained.push(new Array(1e6).fill(Math.random()));
  },
};

export async function handler(event) {
  const task = event.rawPath.split('/')[1];
  return tasks[task](event);
}

function toResponse(value) {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  };
}

async function refusalOf(call) {
  try {
    await call;
    return toResponse({ refused: false });
  } catch (error) {
    return toResponse({
      name: error.name,
      message: error.message,
      status: error.$metadata?.httpStatusCode,
    });
  }
}
