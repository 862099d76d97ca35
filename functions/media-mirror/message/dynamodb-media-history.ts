import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { attributes } from '../../../shared/table/attributes.ts';
import { type ItemAttributes, readEvent } from '../../../shared/table/event-item.ts';
import { mediaSortPrefix } from '../../../shared/table/sort-key.ts';
import { TributaryError } from '../../../shared/tributary-error.ts';
import type { MediaHistory, RecordedOutcome } from '../ports.ts';

/**
 * Reads the mirror's own event records of a message, with strong consistency: half a read unit for
 * most messages.
 */
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
          ExpressionAttributeValues: {
            ':pk': { S: messagePartition },
            ':media': { S: mediaSortPrefix },
          },
          ProjectionExpression: attributes.detail,
        },
      );
      try {
        const outcomes: RecordedOutcome[] = [];
        for await (const { Items = [] } of pages) outcomes.push(...Items.flatMap(toOutcome));
        return outcomes;
      } catch (error) {
        throw new TributaryError(
          'store_unavailable',
          'the events table could not be read: check its throttling metrics and the AWS status page',
          { retryable: true, cause: error },
        );
      }
    },
  };
}

function toOutcome(item: ItemAttributes): readonly RecordedOutcome[] {
  const event = readEvent(item);
  switch (event?.['detail-type']) {
    case 'media.stored': {
      const { media, copy = 1 } = event.detail.data;
      return [{ index: media.index, kind: 'stored', copy }];
    }
    case 'media.failed': {
      const { media, attempt, retryable } = event.detail.data;
      return [{ index: media.index, kind: 'failed', attempt, retryable }];
    }
    default:
      return [];
  }
}
