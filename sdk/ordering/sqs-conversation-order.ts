import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ConversationOrder } from '../handler/conversation-order.ts';
import { createDynamoDbConversationOrder } from './dynamodb-conversation-order.ts';
import { orderVariables, readOrderVariable } from './order-environment.ts';

export interface ConversationOrderClients {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  /** The variables of the process, among which an ordered `Subscription` has set its own. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The clock. @default the system clock */
  readonly now?: () => Date;
}

/**
 * Connects `createOrderedQueueHandler` to what a `Subscription` with `order: 'conversation'` has created. The
 * subscription also gives the function the permissions.
 *
 * @throws {TributaryError} `misconfigured` in a function that no ordered subscription invokes
 */
export function createConversationOrder({
  dynamodb,
  sqs,
  environment,
  now = () => new Date(),
}: ConversationOrderClients): ConversationOrder {
  const read = (name: keyof typeof orderVariables) =>
    readOrderVariable(environment, orderVariables[name]);
  const deadLettersUrl = read('deadLettersUrl');
  return createDynamoDbConversationOrder(dynamodb, {
    tableName: read('tableName'),
    maxAttempts: Number(read('maxAttempts')),
    rememberDays: Number(read('rememberDays')),
    timeoutSeconds: Number(read('timeoutSeconds')),
    now,
    sendToDeadLetters: async (json) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: deadLettersUrl, MessageBody: json }));
    },
  });
}
