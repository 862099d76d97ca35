import { createDynamoDbEventsTable, type EventsTable } from '../aws/dynamodb-events-table.ts';
import { createS3PayloadBucket, type PayloadBucket } from '../aws/s3-payload-bucket.ts';
import type { CommandContext } from '../command.ts';
import type { Gateway } from './gateway.ts';

/** The gateway of the command line, with its table and its payload bucket. */
export interface Stores {
  readonly gateway: Gateway;
  readonly table: EventsTable;
  readonly payloads: PayloadBucket;
}

/** @throws {OperatorError | EmulatorError} when the gateway does not exist */
export async function openStores({ connect }: Pick<CommandContext, 'connect'>): Promise<Stores> {
  const gateway = await connect();
  const { clients, resources } = gateway;
  return {
    gateway,
    table: createDynamoDbEventsTable(clients.dynamodb, resources.eventsTable),
    payloads: createS3PayloadBucket(clients.s3, resources.payloadBucket),
  };
}
