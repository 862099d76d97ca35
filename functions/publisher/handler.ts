import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { environmentKeys, readEnvironment } from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createDynamoDbAliasStore } from './dynamodb-alias-store.ts';
import { createEventBridgeBus } from './eventbridge-bus.ts';
import { publishRecords } from './publish-records.ts';
import { createS3DeadLetterStore } from './s3-dead-letter-store.ts';

const ports = {
  bus: createEventBridgeBus(
    new EventBridgeClient({}),
    readEnvironment(process.env, environmentKeys.eventBus),
  ),
  aliases: createDynamoDbAliasStore(
    new DynamoDBClient({}),
    readEnvironment(process.env, environmentKeys.eventsTable),
  ),
  deadLetters: createS3DeadLetterStore(
    new S3Client({}),
    readEnvironment(process.env, environmentKeys.payloadBucket),
  ),
  log: createLogger({ level: process.env[environmentKeys.logLevel], now: () => new Date() }),
  waitMs: (ms: number) => setTimeout(ms),
};

/** Publishes the new event records of the table's stream. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const itemIdentifier = await publishRecords(event.Records, ports);
  return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
}
