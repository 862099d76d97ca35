import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Claim, Deduplication } from '../handler/deduplication.ts';

export interface DeduplicationSettings {
  /**
   * For how long a claim holds. Longer than the function's timeout, so that a second invocation never
   * works beside the first; after it, the event of an invocation that died is handled again.
   */
  readonly claimSeconds: number;
  /**
   * How long handled events are remembered, by the table's time to live on `expiresAt`.
   *
   * @default 14 days: as long as a message can lie in a dead-letter queue
   */
  readonly rememberDays?: number;
  /** The clock. @default the machine's */
  readonly now?: () => Date;
}

/**
 * Remembers events in a table with the partition key `id` (text), no sort key, and time to live on
 * `expiresAt`. Costs two writes an event. The function needs `dynamodb:PutItem` and
 * `dynamodb:DeleteItem` on it.
 *
 * @throws the SDK's errors when the table cannot be reached: the event then comes again
 */
export function createDynamoDbDeduplication(
  client: DynamoDBClient,
  tableName: string,
  { claimSeconds, rememberDays = 14, now = () => new Date() }: DeduplicationSettings,
): Deduplication {
  const nowSeconds = () => Math.floor(now().getTime() / 1000);

  /** A claim is known by when it ends: one that ran out and was taken over is not ours any more. */
  function claimed(id: string, claimedUntil: string): Claim {
    const stillOurs = {
      ConditionExpression: 'claimedUntil = :ours',
      ExpressionAttributeValues: { ':ours': { N: claimedUntil } },
    };
    return {
      outcome: 'claimed',
      complete: async () => {
        const expiresAt = String(nowSeconds() + rememberDays * 24 * 60 * 60);
        const Item = { id: { S: id }, expiresAt: { N: expiresAt } };
        await client.send(new PutItemCommand({ TableName: tableName, Item }));
      },
      release: async () => {
        const Key = { id: { S: id } };
        await ignoringLoss(
          client.send(new DeleteItemCommand({ TableName: tableName, Key, ...stillOurs })),
        );
      },
    };
  }

  return {
    async claim(id) {
      const until = String(nowSeconds() + claimSeconds);
      try {
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: { id: { S: id }, claimedUntil: { N: until }, expiresAt: { N: until } },
            ConditionExpression: 'attribute_not_exists(id) OR expiresAt < :now',
            ExpressionAttributeValues: { ':now': { N: String(nowSeconds()) } },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return claimed(id, until);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { outcome: error.Item?.claimedUntil ? 'in_progress' : 'done' };
      }
    },
  };
}

async function ignoringLoss(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
