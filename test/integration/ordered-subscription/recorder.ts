import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createOrderedQueueHandler, type OrderedEvent } from '../../../sdk/handler/index.ts';
import { createConversationOrder } from '../../../sdk/ordering/index.ts';

const dynamodb = new DynamoDBClient();
const order = createConversationOrder({
  dynamodb,
  sqs: new SQSClient(),
  environment: process.env,
});

/** Records that a handling begins or ends, in the order in which it happens. */
async function record(what: string, { late, detail }: OrderedEvent<'message.received'>) {
  const { conversation, content } = detail.data.message;
  const text = content.kind === 'text' ? content.text : '';
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env.RECORDS_TABLE,
      Item: {
        conversation: { S: conversation.key },
        at: { S: `${new Date().toISOString()} ${process.hrtime.bigint()}` },
        record: { S: `${what} ${text}${late ? ' late' : ''}` },
      },
    }),
  );
}

/** The function of the test: what the text of a message says happens to its first attempt, or to each. */
export const handler = createOrderedQueueHandler(
  ['message.received'],
  {
    'message.received': async (event) => {
      const { content } = event.detail.data.message;
      const text = content.kind === 'text' ? content.text : '';
      await record('begins', event);
      if (text.includes('poison')) throw new Error('poison');
      if (text.includes('hangs')) await new Promise((resolve) => setTimeout(resolve, 60_000));
      await record('ends', event);
    },
  },
  { order },
);
