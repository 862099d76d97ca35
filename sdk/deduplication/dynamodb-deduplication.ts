import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Claim, Deduplication } from '../handler/deduplication.ts';

export interface DeduplicationSettings {
  /**
   * How long a claim is valid. Choose more than the function's timeout, so that two invocations never
   * handle one event at the same time. If an invocation fails without releasing its claim, the event
   * is handled again after this time.
   */
  readonly claimSeconds: number;
  /**
   * How long handled events are remembered, by the table's time to live on `expiresAt`.
   *
   * @default 14 days, which is also SQS's longest retention of a message
   */
  readonly rememberDays?: number;
  /** The clock. @default the system clock */
  readonly now?: () => Date;
}

/**
 * Remembers events in a table with the partition key `id` (text), no sort key, and time to live on
 * `expiresAt`. Each event costs two writes. The function needs `dynamodb:PutItem` and
 * `dynamodb:DeleteItem` on the table.
 *
 * @throws the SDK's errors when the table cannot be reached: the event is then delivered again
 */
export function createDynamoDbDeduplication(
  client: DynamoDBClient,
  tableName: string,
  { claimSeconds, rememberDays = 14, now = () => new Date() }: DeduplicationSettings,
): Deduplication {
  const nowSeconds = () => Math.floor(now().getTime() / 1000);

  /** The end of a claim identifies it: after that, another invocation may have claimed the event. */
  function claimed(id: string, claimedUntil: string): Claim {
    const ifStillClaimed = {
      ConditionExpression: 'claimedUntil = :claimedUntil',
      ExpressionAttributeValues: { ':claimedUntil': { N: claimedUntil } },
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
        await ignoreLostClaim(
          client.send(new DeleteItemCommand({ TableName: tableName, Key, ...ifStillClaimed })),
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

async function ignoreLostClaim(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
