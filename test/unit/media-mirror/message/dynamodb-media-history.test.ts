import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDynamoDbMediaHistory } from '../../../../functions/media-mirror/message/dynamodb-media-history.ts';
import {
  toFailedRecord,
  toStoredRecord,
} from '../../../../functions/media-mirror/message/mirror-message.ts';
import { toEventItem } from '../../../../shared/table/event-item.ts';
import { messageWith, picture } from '../messages.ts';

const dynamoDb = mockClient(DynamoDBClient);
const history = createDynamoDbMediaHistory(new DynamoDBClient({ region: 'us-east-1' }), 'events');

const now = new Date('2026-11-21T08:00:00.000Z');
const media = (index: number) => {
  const item = picture({ index });
  return { message: messageWith(item), item };
};
const toItem = (record: ReturnType<typeof toStoredRecord>) => ({
  ...toEventItem(record, { publish: true }),
});

beforeEach(() => {
  dynamoDb.reset();
});

describe('the media history in DynamoDB', () => {
  it('returns the outcomes in the event records of all pages', async () => {
    const stored = toStoredRecord(
      media(1),
      { kind: 'stored', key: 'k', contentType: 'image/jpeg', sizeBytes: 1, sha256: 'a'.repeat(64) },
      'media',
      now,
    );
    const failed = toFailedRecord(media(0), { reason: 'timeout' }, 6, now);
    dynamoDb
      .on(QueryCommand)
      .resolvesOnce({
        Items: [toItem(failed)],
        LastEvaluatedKey: { pk: { S: 'p' }, sk: { S: 's' } },
      })
      .resolvesOnce({ Items: [toItem(stored), { detail: { S: 'not an event' } }] });
    expect(await history.read('message#incs#wamid.A')).toEqual([
      { index: 0, kind: 'failed', attempt: 6, retryable: true },
      { index: 1, kind: 'stored' },
    ]);
  });

  it('is read with strong consistency, and only the records of the mirror', async () => {
    dynamoDb.on(QueryCommand).resolves({});
    expect(await history.read('message#incs#wamid.A')).toEqual([]);
    expect(dynamoDb.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'events',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :media)',
      ExpressionAttributeValues: {
        ':pk': { S: 'message#incs#wamid.A' },
        ':media': { S: 'media#' },
      },
    });
  });

  it('that cannot be read is a failure of the store', async () => {
    dynamoDb.on(QueryCommand).rejects(new Error('throttled'));
    await expect(history.read('message#incs#wamid.A')).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    });
  });
});
