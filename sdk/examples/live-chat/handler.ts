import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createConversationOrder } from 'tributary-gateway/ordering';
import { type ChatLine, createChatHandler } from './chat.ts';

const order = createConversationOrder({
  dynamodb: new DynamoDBClient(),
  sqs: new SQSClient(),
  environment: process.env,
});

const { CHAT_URL = '' } = process.env;

async function push(line: ChatLine): Promise<void> {
  const response = await fetch(CHAT_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(line),
  });
  if (!response.ok) throw new Error(`the chat server responded with ${response.status}`);
}

export const handler = createChatHandler(push, order);
