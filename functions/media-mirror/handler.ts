import { lookup } from 'node:dns/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import {
  environmentKeys,
  readEnvironment,
  readRetentionDays,
} from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createDynamoDbFactStore } from '../../shared/stores/dynamodb-fact-store.ts';
import { isPublicAddress } from './address-rules.ts';
import { createDynamoDbMediaHistory } from './dynamodb-media-history.ts';
import { createMediaFetcher } from './fetch-media.ts';
import { fetchLimits } from './limits.ts';
import { readLocalMediaOrigin } from './local-media-origin.ts';
import { readMaxReceiveCount } from './max-receive-count.ts';
import { createMirrorHandler } from './mirror-records.ts';
import { createS3MediaBucket } from './s3-media-bucket.ts';
import { createSqsRecordVisibility } from './sqs-record-visibility.ts';

const environment = process.env;
const tableName = readEnvironment(environment, environmentKeys.eventsTable);
const dynamoDb = new DynamoDBClient({});
const now = () => new Date();

/** Entry of the Lambda function `media-mirror`: SQS records of messages with files. */
export const handler = createMirrorHandler({
  fetchMedia: createMediaFetcher({
    limits: fetchLimits,
    rules: {
      resolve: async (hostname) => {
        const answers = await lookup(hostname, { all: true, order: 'verbatim' });
        return answers.map(({ address }) => address);
      },
      isAllowed: isPublicAddress,
      localOrigin: readLocalMediaOrigin(environment),
    },
    now,
  }),
  bucket: createS3MediaBucket(
    // A part that S3 does not take within a minute must not use up the invocation.
    new S3Client({ requestHandler: { requestTimeout: 60_000, throwOnRequestTimeout: true } }),
    readEnvironment(environment, environmentKeys.mediaBucket),
  ),
  facts: createDynamoDbFactStore(dynamoDb, {
    tableName,
    retentionDays: readRetentionDays(environment),
  }),
  history: createDynamoDbMediaHistory(dynamoDb, tableName),
  visibility: createSqsRecordVisibility(new SQSClient({ useQueueUrlAsEndpoint: false })),
  maxReceiveCount: readMaxReceiveCount(environment),
  log: createLogger({ level: environment[environmentKeys.logLevel], now }),
  now,
  random: Math.random,
});
