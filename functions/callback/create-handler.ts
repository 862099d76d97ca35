import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createS3PayloadStore } from '../../shared/payloads/s3-payload-store.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import {
  environmentKeys,
  readEnvironment,
  readRetentionDays,
} from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { readChannels } from '../../shared/runtime/provider-channels.ts';
import { createSecretsManagerSecretSource } from '../../shared/runtime/secrets-manager-secret-source.ts';
import { createDynamoDbEventStore } from '../../shared/table/dynamodb-event-store.ts';
import { toCallbackRequest, toHttpResult } from './http-event.ts';
import { receiveCallback } from './receive-callback.ts';

/**
 * How long one attempt at an AWS call may take, in milliseconds; the SDK's default is forever. When a
 * service hangs, three attempts at the secret and three at the event record end within the function's
 * 10 seconds, so that the provider gets our 503 and not a broken connection.
 */
const timeouts = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };

/**
 * The Lambda handler of a provider: the shared pipeline on AWS. Clients are created once, while the
 * function starts; the first callback fetches the secret.
 *
 * @throws {Error} when an environment variable is missing
 */
export function createCallbackHandler(
  adapter: ProviderAdapter,
): (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2> {
  const environment = process.env;
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  // The middleware never changes: without this, the client would sort it again for every call.
  const dynamodb = new DynamoDBClient({ requestHandler: timeouts, cacheMiddleware: true });
  const ports = {
    records: createDynamoDbEventStore(dynamodb, {
      tableName: readEnvironment(environment, environmentKeys.eventsTable),
      retentionDays: readRetentionDays(environment),
    }),
    payloads: createS3PayloadStore({
      bucket: readEnvironment(environment, environmentKeys.payloadBucket),
      region: dynamodb.config.region,
      credentials: dynamodb.config.credentials,
      sha256: dynamodb.config.sha256,
      endpoint: environment.AWS_ENDPOINT_URL_S3,
    }),
    secrets: createSecretsManagerSecretSource(
      new SecretsManagerClient({ requestHandler: timeouts }),
      readEnvironment(environment, environmentKeys.providerSecret),
      clock,
    ),
    channels: readChannels(environment[environmentKeys.providerChannels]),
    log: createLogger({ level: environment[environmentKeys.logLevel], now: clock.now }),
    now: clock.now,
  };
  return async (event) =>
    toHttpResult(await receiveCallback(toCallbackRequest(event), adapter, ports));
}
