import type { FactStore } from '../../functions/callback/ports.ts';
import { receiveCallback } from '../../functions/callback/receive-callback.ts';
import { createDynamoDbMediaHistory } from '../../functions/media-mirror/dynamodb-media-history.ts';
import { createMirrorHandler } from '../../functions/media-mirror/mirror-records.ts';
import { createS3MediaBucket } from '../../functions/media-mirror/s3-media-bucket.ts';
import { createSqsRecordVisibility } from '../../functions/media-mirror/sqs-record-visibility.ts';
import { createDynamoDbAliasStore } from '../../functions/publisher/dynamodb-alias-store.ts';
import { createEventBridgeBus } from '../../functions/publisher/eventbridge-bus.ts';
import type { EventBus } from '../../functions/publisher/ports.ts';
import { publishRecords } from '../../functions/publisher/publish-records.ts';
import { createS3UndeliverableStore } from '../../functions/publisher/s3-dead-letter-store.ts';
import { createS3RawVault } from '../../shared/payloads/s3-payload-store.ts';
import { createSecretsManagerSecretSource } from '../../shared/runtime/secrets-manager-secret-source.ts';
import { createDynamoDbFactStore } from '../../shared/table/dynamodb-event-store.ts';

/**
 * What a callback stores its facts with. The gateway publishes nothing from a callback; the bus is
 * there for mutants that do.
 */
function toFactStore(facts: FactStore, _bus: EventBus): FactStore {
  return facts;
}

/** The code under test, by its seams: what is deployed, and where a mutant breaks it. */
export const gatewayCode = {
  receiveCallback,
  createDynamoDbFactStore,
  toFactStore,
  createS3RawVault,
  createSecretsManagerSecretSource,
  publishRecords,
  createEventBridgeBus,
  createDynamoDbAliasStore,
  createS3UndeliverableStore,
  createMirrorHandler,
  createDynamoDbMediaHistory,
  createS3MediaBucket,
  createSqsRecordVisibility,
};

export type GatewayCode = typeof gatewayCode;
