import { lookup } from 'node:dns/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import {
  environmentKeys,
  readEnvironment,
  readRetentionDays,
} from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createSecretsManagerSecretSource } from '../../shared/runtime/secrets-manager-secret-source.ts';
import { createDynamoDbEventStore } from '../../shared/table/dynamodb-event-store.ts';
import { isPublicAddress } from './address-rules.ts';
import { createDynamoDbMediaHistory } from './dynamodb-media-history.ts';
import { createMediaFetcher } from './fetch-media.ts';
import { createResponseFetcher } from './fetch-response.ts';
import { fetchLimits } from './limits.ts';
import { readLocalMediaOrigin, toLocalOrigins } from './local-media-origin.ts';
import { createMediaLocator } from './locate-media.ts';
import { readMaxReceiveCount } from './max-receive-count.ts';
import { readMediaApis } from './media-apis.ts';
import { createMirrorHandler } from './mirror-records.ts';
import type { FetchSettings } from './open-url.ts';
import { createS3MediaBucket } from './s3-media-bucket.ts';
import { createSqsRecordVisibility } from './sqs-record-visibility.ts';

const environment = process.env;
const tableName = readEnvironment(environment, environmentKeys.eventsTable);
const dynamoDb = new DynamoDBClient({});
const secretsManager = new SecretsManagerClient({});
const now = () => new Date();
const mediaApis = Object.entries(readMediaApis(environment));

const fetching: FetchSettings = {
  limits: fetchLimits,
  rules: {
    resolve: async (hostname) => {
      const responses = await lookup(hostname, { all: true, order: 'verbatim' });
      return responses.map(({ address }) => address);
    },
    isAllowed: isPublicAddress,
    localOrigins: toLocalOrigins(
      readLocalMediaOrigin(environment),
      mediaApis.map(([, { baseUrl }]) => baseUrl),
    ),
  },
  now,
};

/** Entry of the Lambda function `media-mirror`: SQS records of messages with files. */
export const handler = createMirrorHandler({
  locateMedia: createMediaLocator({
    sources: Object.fromEntries(
      mediaApis.map(([provider, api]) => [
        provider,
        { api, secrets: createSecretsManagerSecretSource(secretsManager, api.secretArn, now) },
      ]),
    ),
    fetchResponse: createResponseFetcher(fetching),
    now,
  }),
  fetchMedia: createMediaFetcher(fetching),
  bucket: createS3MediaBucket(
    // A part that S3 does not take within a minute must not use up the invocation.
    new S3Client({ requestHandler: { requestTimeout: 60_000, throwOnRequestTimeout: true } }),
    readEnvironment(environment, environmentKeys.mediaBucket),
  ),
  records: createDynamoDbEventStore(dynamoDb, {
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
