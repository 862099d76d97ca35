import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { readEvent } from '../../shared/table/event-item.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { MediaHistory, MediaRecord } from './ports.ts';

/** The mirror's own event records of a message, read consistently: half a read unit for most messages. */
export function createDynamoDbMediaHistory(
  client: DynamoDBClient,
  tableName: string,
): MediaHistory {
  return {
    read: async (messagePartition) => {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :media)',
          ExpressionAttributeValues: { ':pk': { S: messagePartition }, ':media': { S: 'media#' } },
          ProjectionExpression: 'detail',
        },
      );
      try {
        const records: MediaRecord[] = [];
        for await (const { Items = [] } of pages) records.push(...Items.flatMap(toMediaRecord));
        return records;
      } catch (error) {
        throw new TributaryError(
          'store_unavailable',
          'the events table did not say which files of a message are done',
          { retryable: true, cause: error },
        );
      }
    },
  };
}

function toMediaRecord(item: Parameters<typeof readEvent>[0]): MediaRecord[] {
  const event = readEvent(item);
  switch (event?.['detail-type']) {
    case 'media.stored':
      return [{ index: event.detail.data.media.index, outcome: 'stored' }];
    case 'media.failed': {
      const { media, attempt, retryable } = event.detail.data;
      return [{ index: media.index, outcome: 'failed', attempt, retryable }];
    }
    default:
      return [];
  }
}
