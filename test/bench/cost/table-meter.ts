import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What the publisher uses of the table. */
export interface TableUsage {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly calls: number;
}

/** Counts what the calls of a client use. */
export function meterTable(client: DynamoDBClient) {
  let usage: TableUsage = { writeUnits: 0, readUnits: 0, calls: 0 };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (request) => {
        const input = { ...request.input, ReturnConsumedCapacity: 'TOTAL' as const };
        const result = await next({ ...request, input });
        const { ConsumedCapacity = [] } = result.output as {
          ConsumedCapacity?: { CapacityUnits: number } | readonly { CapacityUnits: number }[];
        };
        const units = [ConsumedCapacity].flat().reduce((sum, each) => sum + each.CapacityUnits, 0);
        const isWrite = /^(BatchExecuteStatement|UpdateItem)/.test(commandName);
        usage = {
          calls: usage.calls + 1,
          writeUnits: usage.writeUnits + (isWrite ? units : 0),
          readUnits: usage.readUnits + (isWrite ? 0 : units),
        };
        return result;
      },
    { step: 'initialize' },
  );
  return {
    reset(): void {
      usage = { writeUnits: 0, readUnits: 0, calls: 0 };
    },
    usage: (): TableUsage => usage,
  };
}
