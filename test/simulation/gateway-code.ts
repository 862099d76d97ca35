import { createDynamoDbMediaHistory } from '../../functions/media-mirror/dynamodb-media-history.ts';
import { createMirrorHandler } from '../../functions/media-mirror/mirror-records.ts';
import { createS3MediaBucket } from '../../functions/media-mirror/s3-media-bucket.ts';
import { createSqsRecordVisibility } from '../../functions/media-mirror/sqs-record-visibility.ts';
import { createDynamoDbAliasStore } from '../../functions/publisher/dynamodb-alias-store.ts';
import { createEventBridgeBus } from '../../functions/publisher/eventbridge-bus.ts';
import type { EventBus } from '../../functions/publisher/ports.ts';
import { publishRecords } from '../../functions/publisher/publish-records.ts';
import { createS3UndeliverableStore } from '../../functions/publisher/s3-undeliverable-store.ts';
import type { FactStore } from '../../shared/pipeline/ports.ts';
import { receiveCallback } from '../../shared/pipeline/receive-callback.ts';
import { createDynamoDbFactStore } from '../../shared/stores/dynamodb-fact-store.ts';
import { createS3RawVault } from '../../shared/stores/s3-raw-vault.ts';
import { createSecretsManagerSecretSource } from '../../shared/stores/secrets-manager-secret-source.ts';

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
