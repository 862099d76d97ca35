import { lookup } from 'node:dns/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { isPublicAddress } from '../../shared/http/address-rules.ts';
import { createSqsRecordVisibility } from '../../shared/queues/sqs-record-visibility.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createSecretsManagerSecretSource } from '../../shared/runtime/secrets-manager-secret-source.ts';
import { createDynamoDbEventStore } from '../../shared/table/dynamodb-event-store.ts';
import { createJsonFetcher } from './download/ask-media-api.ts';
import { createMediaFetcher } from './download/fetch-media.ts';
import { createMediaLocator } from './download/locate-media.ts';
import type { FetchSettings } from './download/send-request.ts';
import { fetchLimits } from './limits.ts';
import { createMirrorHandler } from './message/create-mirror-handler.ts';
import { createDynamoDbMediaHistory } from './message/dynamodb-media-history.ts';
import { readMirrorSettings } from './settings.ts';
import { createS3MediaBucket } from './store/s3-media-bucket.ts';

const settings = readMirrorSettings(process.env);
const { tableName, retentionDays } = settings;
const dynamoDb = new DynamoDBClient({});
const secretsManager = new SecretsManagerClient({});
const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
const { now } = clock;

const fetching: FetchSettings = {
  limits: fetchLimits,
  rules: {
    resolve: async (hostname) => {
      const results = await lookup(hostname, { all: true, order: 'verbatim' });
      return results.map(({ address }) => address);
    },
    isAllowed: isPublicAddress,
    otherPorts: settings.otherPorts,
    localOrigins: settings.localOrigins,
  },
  now,
};

/** Entry point of the Lambda function `media-mirror`, invoked with SQS records of messages with files. */
export const handler = createMirrorHandler({
  locateMedia: createMediaLocator({
    sources: Object.fromEntries(
      Object.entries(settings.mediaAccess).map(([provider, access]) => [
        provider,
        {
          access,
          secrets: createSecretsManagerSecretSource(secretsManager, access.secretArn, clock),
        },
      ]),
    ),
    fetchJson: createJsonFetcher(fetching),
    now,
  }),
  fetchMedia: createMediaFetcher(fetching),
  bucket: createS3MediaBucket(
    // A part that S3 does not accept within a minute must not use up the invocation.
    new S3Client({ requestHandler: { requestTimeout: 60_000, throwOnRequestTimeout: true } }),
    settings.bucketName,
  ),
  userHashKey: settings.userHashKey,
  records: createDynamoDbEventStore(dynamoDb, { tableName, retentionDays }),
  history: createDynamoDbMediaHistory(dynamoDb, tableName),
  visibility: createSqsRecordVisibility(new SQSClient({ useQueueUrlAsEndpoint: false })),
  maxReceiveCount: settings.maxReceiveCount,
  log: createLogger({ level: settings.logLevel, now }),
  now,
  random: Math.random,
});
