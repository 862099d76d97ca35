import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { environmentKeys, readEnvironment } from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { clientSettings } from './client-settings.ts';
import { createDynamoDbItemStore } from './dynamodb-item-store.ts';
import { createDynamoDbLinkStore } from './dynamodb-link-store.ts';
import { createEventBridgeBus } from './eventbridge-bus.ts';
import { createKnownLinks } from './known-links.ts';
import { maxCallMs } from './ports.ts';
import { publishRecords } from './publish-records.ts';
import { createS3DeadLetterStore } from './s3-dead-letter-store.ts';

const clients = {
  eventBridge: new EventBridgeClient(clientSettings),
  dynamodb: new DynamoDBClient(clientSettings),
  s3: new S3Client(clientSettings),
};
for (const { middlewareStack } of Object.values(clients)) {
  // It copies every request and response, for a logger that does nothing by default.
  middlewareStack.remove('loggerMiddleware');
}

const ports = {
  bus: createEventBridgeBus(
    clients.eventBridge,
    readEnvironment(process.env, environmentKeys.eventBus),
  ),
  items: createDynamoDbItemStore(
    clients.dynamodb,
    readEnvironment(process.env, environmentKeys.eventsTable),
  ),
  links: createDynamoDbLinkStore(
    clients.dynamodb,
    readEnvironment(process.env, environmentKeys.eventsTable),
    createKnownLinks({ now: () => new Date(), monotonicMs: () => performance.now() }),
  ),
  deadLetters: createS3DeadLetterStore(
    clients.s3,
    readEnvironment(process.env, environmentKeys.payloadBucket),
  ),
  log: createLogger({ level: process.env[environmentKeys.logLevel], now: () => new Date() }),
  listsConversations: process.env[environmentKeys.conversationList] !== undefined,
  waitMs: (ms: number) => setTimeout(ms),
  finished: new Set<string>(),
};

/** The part of Lambda's context that the publisher uses. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** Publishes the new event records of the table's stream. */
export async function handler(
  event: DynamoDBStreamEvent,
  context: InvocationContext,
): Promise<DynamoDBBatchResponse> {
  const hasTime = () => context.getRemainingTimeInMillis() > maxCallMs;
  const itemIdentifier = await publishRecords(event.Records, { ...ports, hasTime });
  return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
}
