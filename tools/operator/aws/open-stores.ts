import type { CommandContext } from '../command.ts';
import { createDynamoDbFactTable, type FactTable } from './dynamodb-events-table.ts';
import type { Gateway } from './gateway.ts';
import { createS3Vault, type Vault } from './s3-payload-bucket.ts';

/** The gateway that the command line names, with its table and its vault. */
export interface Stores {
  readonly gateway: Gateway;
  readonly table: FactTable;
  readonly vault: Vault;
}

/** @throws {OperatorError | LocalGatewayError} when there is no such gateway */
export async function openStores({ connect }: Pick<CommandContext, 'connect'>): Promise<Stores> {
  const gateway = await connect();
  const { clients, resources } = gateway;
  return {
    gateway,
    table: createDynamoDbFactTable(clients.dynamodb, resources.eventsTable),
    vault: createS3Vault(clients.s3, resources.vaultBucket),
  };
}
