import type { DynamoDBRecord } from 'aws-lambda';
import { receiveCallback } from '../../functions/callback/receive-callback.ts';
import { createMirrorHandler } from '../../functions/media-mirror/message/create-mirror-handler.ts';
import { createDynamoDbMediaHistory } from '../../functions/media-mirror/message/dynamodb-media-history.ts';
import { createS3MediaBucket } from '../../functions/media-mirror/store/s3-media-bucket.ts';
import { createDynamoDbItemStore } from '../../functions/publisher/dynamodb-item-store.ts';
import { createDynamoDbLinkStore } from '../../functions/publisher/dynamodb-link-store.ts';
import { createEventBridgeBus } from '../../functions/publisher/eventbridge-bus.ts';
import type { EventBus } from '../../functions/publisher/ports.ts';
import { publishRecords } from '../../functions/publisher/publish-records.ts';
import { createS3DeadLetterStore } from '../../functions/publisher/s3-dead-letter-store.ts';
import { createOrderedQueueHandler } from '../../sdk/handler/ordered-queue-handler.ts';
import { createDynamoDbConversationOrder } from '../../sdk/ordering/dynamodb-conversation-order.ts';
import { createDynamoDbWaitingEvents } from '../../sdk/ordering/dynamodb-waiting-events.ts';
import { forwardBatch } from '../../sdk/ordering/forward-batch.ts';
import { createSqsTicketQueue } from '../../sdk/ordering/sqs-ticket-queue.ts';
import { createS3PayloadStore } from '../../shared/payloads/s3-payload-store.ts';
import { createSqsRecordVisibility } from '../../shared/queues/sqs-record-visibility.ts';
import { createSecretsManagerSecretSource } from '../../shared/runtime/secrets-manager-secret-source.ts';
import { createDynamoDbEventStore } from '../../shared/table/dynamodb-event-store.ts';
import type { CallbackEventStore } from '../../shared/table/event-store.ts';
import type { Gateway as OperatedGateway } from '../../tools/operator/gateway/gateway.ts';

/**
 * The store for the event records of a callback. The gateway publishes nothing from a callback; the
 * bus is for mutants that do.
 */
function toEventStore(records: CallbackEventStore, _bus: EventBus): CallbackEventStore {
  return records;
}

/** A new item that is to be published passes the filter of the publisher's mapping. */
function isForPublisher({ eventName, dynamodb }: DynamoDBRecord): boolean {
  return eventName === 'INSERT' && dynamodb?.NewImage?.publish?.N === '1';
}

/** The clients of an operator's commands. */
export type OperatorClients = OperatedGateway['clients'];

/** Mutants of commands change what reaches AWS. */
function toOperatorClients(clients: OperatorClients): OperatorClients {
  return clients;
}

/** The code under test: the parts that are deployed, each of which a mutant can replace. */
export const gatewayCode = {
  receiveCallback,
  createDynamoDbEventStore,
  toEventStore,
  createS3PayloadStore,
  createSecretsManagerSecretSource,
  publishRecords,
  createEventBridgeBus,
  createDynamoDbItemStore,
  createDynamoDbLinkStore,
  createS3DeadLetterStore,
  createMirrorHandler,
  createDynamoDbMediaHistory,
  createS3MediaBucket,
  createSqsRecordVisibility,
  createDynamoDbWaitingEvents,
  createSqsTicketQueue,
  forwardBatch,
  createDynamoDbConversationOrder,
  createOrderedQueueHandler,
  /** Whether the queue of tickets delays every message by the hold-back window. */
  delaysTickets: true,
  isForPublisher,
  toOperatorClients,
  /** Whether the stack turns the table's time to live on. */
  hasTimeToLive: true,
};

export type GatewayCode = typeof gatewayCode;
