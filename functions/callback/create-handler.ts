import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import {
  createS3PayloadStore,
  type PutLimits,
  putLimits,
} from '../../shared/payloads/s3-payload-store.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import {
  environmentKeys,
  readEnvironment,
  readRetentionDays,
  readSignaturePolicy,
} from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { readChannels } from '../../shared/runtime/provider-channels.ts';
import { createSecretsManagerSecretSource } from '../../shared/runtime/secrets-manager-secret-source.ts';
import { createDynamoDbEventStore } from '../../shared/table/dynamodb-event-store.ts';
import { maxParallelRequests } from '../../shared/table/event-store.ts';
import { toErrorFields } from '../../shared/tributary-error.ts';
import { toCallbackRequest, toHttpResult } from './http-event.ts';
import { receiveCallback } from './receive-callback.ts';
import { createUnsignedCallbacks } from './signature-policy.ts';

/** How long a callback function waits for AWS, in milliseconds (`docs/adr/0032-time-of-a-callback.md`). */
export interface CallbackLimits {
  /** How long the function may run, as the stack configures it. */
  readonly timeoutMs: number;
  /** The deadline is never sooner. */
  readonly leastMs: number;
  /** Until Lambda ends the function: the time for the 503, and for code that computes meanwhile. */
  readonly reservedMs: number;
  /** One attempt at a call of the SDK. */
  readonly connectMs: number;
  readonly attemptMs: number;
  /** Attempts at the secret, and at an event record. */
  readonly secretAttempts: number;
  readonly recordAttempts: number;
  readonly payload: PutLimits;
}

/**
 * A secret that cannot be renewed takes 3.1 s, which leaves time to store the callback. Whatever the
 * rest takes, the deadline ends it one second before Lambda ends the function.
 */
export const callbackLimits: CallbackLimits = {
  timeoutMs: 10_000,
  leastMs: 1_000,
  reservedMs: 1_000,
  connectMs: 1_000,
  attemptMs: 1_500,
  secretAttempts: 2,
  recordAttempts: 3,
  payload: putLimits,
};

/** The part of Lambda's context that a callback uses. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** A provider's function, as Lambda invokes it. */
export type CallbackHandler = (
  event: APIGatewayProxyEventV2,
  context: InvocationContext,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The Lambda handler of a provider: the shared pipeline on AWS. Clients are created once, while the
 * function starts; the first callback fetches the secret.
 *
 * @throws {Error} when an environment variable is missing
 */
export function createCallbackHandler(
  adapter: ProviderAdapter,
  limits = callbackLimits,
): CallbackHandler {
  const environment = process.env;
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  const sockets = { maxSockets: maxParallelRequests };
  const requestHandler = {
    connectionTimeout: limits.connectMs,
    requestTimeout: limits.attemptMs,
    throwOnRequestTimeout: true,
    httpsAgent: sockets,
    httpAgent: sockets,
  };
  const dynamodb = new DynamoDBClient({
    requestHandler,
    maxAttempts: limits.recordAttempts,
    // The middleware never changes: without this, the client would sort it again for every call.
    cacheMiddleware: true,
  });
  const secretsManager = new SecretsManagerClient({
    requestHandler,
    maxAttempts: limits.secretAttempts,
  });
  const provider = adapter.manifest.id;
  const log = createLogger({ level: environment[environmentKeys.logLevel], now: clock.now });
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
      // The SDK knows every partition.
      domainOf: (region) =>
        dynamodb.config
          .endpointProvider({ Region: region })
          .url.hostname.slice(`dynamodb.${region}.`.length),
      endpoint: environment.AWS_ENDPOINT_URL_S3,
      limits: limits.payload,
      maxSockets: maxParallelRequests,
    }),
    secrets: createSecretsManagerSecretSource(
      secretsManager,
      readEnvironment(environment, environmentKeys.providerSecret),
      clock,
      (error) => log.error('secret not read', { provider, ...toErrorFields(error) }),
      adapter.manifest.signature,
    ),
    unsigned: createUnsignedCallbacks(readSignaturePolicy(environment), provider, log),
    channels: readChannels(environment[environmentKeys.providerChannels]),
    log,
  };
  return async (event, context) => {
    const deadline = AbortSignal.timeout(toDeadlineMs(context, limits));
    return toHttpResult(await receiveCallback(toCallbackRequest(event), adapter, ports, deadline));
  };
}

/**
 * The runtime takes the remaining time from the time of day. If that was set while the callback was on the way, the
 * deadline must neither end the callback at once nor come after the end of the function.
 */
function toDeadlineMs(context: InvocationContext, limits: CallbackLimits): number {
  const { timeoutMs, leastMs, reservedMs } = limits;
  const leftMs = Math.floor(context.getRemainingTimeInMillis() - reservedMs);
  return Math.min(timeoutMs - reservedMs, Math.max(leastMs, leftMs));
}
