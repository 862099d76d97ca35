import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import { createClients } from './aws-clients.ts';
import { EmulatorError } from './emulator-error.ts';

/** A record as the API of DynamoDB Streams returns it; images are DynamoDB JSON. */
export interface EngineRecord {
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
}

export interface Shard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
}

/** Where to begin in a shard: after a record, at the oldest record or after the newest one. */
export type ShardPosition =
  | { readonly ShardIteratorType: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly ShardIteratorType: 'AFTER_SEQUENCE_NUMBER'; readonly SequenceNumber: string };

/** A client for DynamoDB Streams. */
export interface StreamClient {
  listShards(streamArn: string): Promise<readonly Shard[]>;
  getIterator(streamArn: string, shardId: string, position: ShardPosition): Promise<string>;
  /** Records after an iterator, and the next iterator; a closed shard ends without one. */
  getRecords(
    iterator: string,
  ): Promise<{ readonly Records: readonly EngineRecord[]; readonly NextShardIterator?: string }>;
}

/** Calls DynamoDB Streams on the emulator with an access key, because its client is a package of its own. */
export function createStreamClient(endpoint: string, accessKeyId: string): StreamClient {
  const { region, credentials, sha256 } = createClients(endpoint, accessKeyId).dynamodb.config;
  const signer = new SignatureV4({ service: 'dynamodb', region, credentials, sha256 });
  const { protocol, hostname, host } = new URL(endpoint);

  async function call<T>(operation: string, input: object): Promise<T> {
    const { headers, body } = await signer.sign({
      method: 'POST',
      protocol,
      hostname,
      path: '/',
      query: {},
      headers: {
        host,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
      },
      body: JSON.stringify(input),
    });
    const response = await fetch(endpoint, { method: 'POST', headers, body });
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
