import {
  BatchExecuteStatementCommand,
  type BatchStatementResponse,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { toInsertStatement } from '../../shared/table/dynamodb-groups.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { ItemStore } from './ports.ts';

/** The items of the events table, by PartiQL's `INSERT`, which fails when the key exists. */
export function createDynamoDbItemStore(client: DynamoDBClient, tableName: string): ItemStore {
  return {
    async insert(items) {
      const Statements = items.map((item) => toInsertStatement(tableName, item));
      try {
        const { Responses = [] } = await client.send(
          new BatchExecuteStatementCommand({ Statements }),
        );
        const failed = items.filter((_item, index) => !isInTable(Responses[index]));
        const response = Responses.find((each) => !isInTable(each));
        return failed.length === 0 ? { failed } : { failed, error: toError(response?.Error?.Code) };
      } catch (error) {
        return { failed: items, error: toError(error) };
      }
    },
  };
}

/** Whether the item was inserted, or an item with its key was there. */
function isInTable(response: BatchStatementResponse | undefined): boolean {
  if (response === undefined) return false;
  return response.Error === undefined || response.Error.Code === 'DuplicateItem';
}

/** @param cause an error, or a code of DynamoDB, which becomes the name of one */
function toError(cause: unknown): TributaryError {
  return new TributaryError(
    'store_unavailable',
    'the events table did not accept items: check its throttling metrics and the AWS status page',
    {
      retryable: true,
      cause: typeof cause === 'string' ? Object.assign(new Error(cause), { name: cause }) : cause,
    },
  );
}
