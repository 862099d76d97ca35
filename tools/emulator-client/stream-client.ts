import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localAccount } from './account.ts';
import { EmulatorError } from './emulator-error.ts';

/** A record as the stream's own API gives it; images are DynamoDB JSON. */
export type EngineRecord = {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: object;
    readonly NewImage?: object;
    readonly OldImage?: object;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
};

export type Shard = { readonly ShardId: string; readonly ParentShardId?: string };

/** Where reading a shard begins: after a record, or at an end of what is there. */
export type ShardPosition =
  | { readonly ShardIteratorType: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly ShardIteratorType: 'AFTER_SEQUENCE_NUMBER'; readonly SequenceNumber: string };

/** The four operations of DynamoDB Streams. */
export type StreamClient = {
  listShards(streamArn: string): Promise<readonly Shard[]>;
  getIterator(streamArn: string, shardId: string, position: ShardPosition): Promise<string>;
  /** Records after an iterator, and the next one; there is no next one at the end of a closed shard. */
  getRecords(
    iterator: string,
  ): Promise<{ readonly Records: readonly EngineRecord[]; readonly NextShardIterator?: string }>;
};

/**
 * Speaks DynamoDB Streams to the local endpoint in the name of an access key. The requests have a
 * signature's form only: no local engine verifies one.
 */
export function createStreamClient(endpoint: string, accessKeyId: string): StreamClient {
  async function call<T>(operation: string, input: object): Promise<T> {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        'x-amz-date': '20260101T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${localAccount.region}/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=local`,
      },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${operation}: ${text}`);
    return JSON.parse(text);
  }

  return {
    listShards: async (streamArn) => {
      const { StreamDescription: stream } = await call<{
        StreamDescription: { Shards: readonly Shard[] };
      }>('DescribeStream', { StreamArn: streamArn });
      return stream.Shards;
    },
    getIterator: async (streamArn, shardId, position) => {
      const { ShardIterator: iterator } = await call<{ ShardIterator: string }>(
        'GetShardIterator',
        {
          StreamArn: streamArn,
          ShardId: shardId,
          ...position,
        },
      );
      return iterator;
    },
    getRecords: (iterator) => call('GetRecords', { ShardIterator: iterator }),
  };
}

/**
 * The ARN of a table's stream as the engine names it, which differs from the ARN in the template.
 *
 * @throws {EmulatorError} when the table has no stream
 */
export async function streamArnOf(dynamodb: DynamoDBClient, tableName: string): Promise<string> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
  if (Table?.LatestStreamArn) return Table.LatestStreamArn;
  throw new EmulatorError(`the table ${tableName} has no stream, but a mapping reads one`);
}
