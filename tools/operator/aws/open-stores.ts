import type { CommandContext } from '../command.ts';
import { createDynamoDbEventsTable, type EventsTableReader } from './dynamodb-events-table.ts';
import type { Gateway } from './gateway.ts';
import { createS3PayloadBucket, type Payloads } from './s3-payload-bucket.ts';

/** The gateway that the command line names, with its table and its payload bucket. */
export interface Stores {
  readonly gateway: Gateway;
  readonly table: EventsTableReader;
  readonly payloads: Payloads;
}

/** @throws {OperatorError | EmulatorError} when there is no such gateway */
export async function openStores({ connect }: Pick<CommandContext, 'connect'>): Promise<Stores> {
  const gateway = await connect();
  const { clients, resources } = gateway;
  return {
    gateway,
    table: createDynamoDbEventsTable(clients.dynamodb, resources.eventsTable),
    payloads: createS3PayloadBucket(clients.s3, resources.payloadBucket),
  };
}
