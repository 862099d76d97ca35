import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { QueueBatch, QueueBatchResponse } from '../../handler/handler.ts';
import { createDynamoDbWaitingEvents } from '../dynamodb-waiting-events.ts';
import { forwardBatch } from '../forward-batch.ts';
import { orderVariables, readOrderVariable } from '../order-environment.ts';
import { createSqsTicketQueue } from '../sqs-ticket-queue.ts';

const tableName = readOrderVariable(process.env, orderVariables.tableName);
const queueUrl = readOrderVariable(process.env, orderVariables.queueUrl);
const waiting = createDynamoDbWaitingEvents(new DynamoDBClient(), tableName, () => new Date());
const tickets = createSqsTicketQueue(new SQSClient(), queueUrl);

/** The forwarder of an ordered `Subscription`, which deploys it. */
export const handler = (batch: QueueBatch): Promise<QueueBatchResponse> =>
  forwardBatch(batch, { waiting, tickets, onFailure: console.error });
