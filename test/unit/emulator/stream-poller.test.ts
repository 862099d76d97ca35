import { describe, expect, it } from 'vitest';
import type { EventSourceMapping } from '../../../tools/emulator/event-sources/mapping.ts';
import { pollStream } from '../../../tools/emulator/event-sources/stream-poller.ts';
import type {
  EngineRecord,
  StreamClient,
} from '../../../tools/emulator-client/dynamodb-streams.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const mapping: EventSourceMapping = {
  stackName: 'Sample',
  logicalId: 'Mapping',
  uuid: 'uuid',
  sourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s',
  functionName: 'function',
  enabled: true,
  batchSize: 2,
  batchingWindowMs: 0,
  reportsItemFailures: false,
  accepts: (record) => !JSON.stringify(record).includes('left out'),
  startsAtLatest: false,
  bisects: false,
  maxRetries: Number.POSITIVE_INFINITY,
  maxRecordAgeMs: Number.POSITIVE_INFINITY,
  onFailureArn: undefined,
  maxConcurrency: undefined,
};

function record(sequenceNumber: number, text = ''): EngineRecord {
  return {
    eventID: String(sequenceNumber),
    eventName: 'INSERT',
    dynamodb: {
      ApproximateCreationDateTime: 0,
      Keys: {},
      NewImage: { text: { S: text } },
      SequenceNumber: String(sequenceNumber),
      SizeBytes: 1,
      StreamViewType: 'NEW_IMAGE',
    },
  };
}

/** Shards by id, with their parent and records; a closed shard has an end. */
type FakeShard = { parent?: string; closed?: boolean; records: EngineRecord[] };

function fakeStream(shards: Readonly<Record<string, FakeShard>>): StreamClient {
  return {
    listShards: async () =>
      Object.entries(shards).map(([ShardId, { parent }]) =>
        parent === undefined ? { ShardId } : { ShardId, ParentShardId: parent },
      ),
    getIterator: async (_, shardId, position) =>
      JSON.stringify([shardId, 'SequenceNumber' in position ? Number(position.SequenceNumber) : 0]),
    getRecords: async (iterator) => {
      const [shardId, after] = JSON.parse(iterator) as [string, number];
      const { records = [], closed = false } = shards[shardId] ?? {};
      const Records = records.filter(({ eventID }) => Number(eventID) > after);
      const last = Number(Records.at(-1)?.eventID ?? after);
      return closed ? { Records } : { Records, NextShardIterator: JSON.stringify([shardId, last]) };
    },
  };
}

/** Polls until that number of batches was invoked; the last one is not finished. */
async function batches(
  client: StreamClient,
  positionFile: string,
  count: number,
  engineStreamArn = 'arn:engine',
  onError: (error: unknown) => void = (error) => {
    throw error;
  },
) {
  const stopping = new AbortController();
  const invoked: string[] = [];
  await pollStream({
    mapping,
    client,
    engineStreamArn,
    positionFile,
    signal: stopping.signal,
    now: () => new Date(),
    invoke: async (event) => {
      const { Records: read }: { Records: { eventID: string }[] } = JSON.parse(event);
      invoked.push(read.map(({ eventID }) => eventID).join());
      if (invoked.length < count) return { outcome: 'succeeded', payload: 'null' };
      stopping.abort();
      return { outcome: 'failed', error: { errorType: 'Error', errorMessage: 'stopped' } };
    },
    onDiscard: () => async () => {},
    onError,
  });
  return invoked;
}

describe('reading a stream', () => {
  it('passes records in batches of the mapping’s size, without those that its filter rejects', async () => {
    const records = [record(1), record(2, 'left out'), record(3), record(4)];

    expect(
      await batches(fakeStream({ only: { records } }), temporaryDirectory()('p.json'), 2),
    ).toEqual(['1,3', '4']);
  });

  it('continues after the last finished batch', async () => {
    const file = temporaryDirectory()('p.json');
    const stream = fakeStream({ only: { records: [1, 2, 3, 4].map((it) => record(it)) } });

    expect(await batches(stream, file, 2)).toEqual(['1,2', '3,4']);
    expect(await batches(stream, file, 1)).toEqual(['3,4']);
  });

  it('reads a shard after its parent', async () => {
    const stream = fakeStream({
      child: { parent: 'parent', records: [record(3)] },
      parent: { parent: 'trimmed', closed: true, records: [record(1), record(2)] },
    });

    expect(await batches(stream, temporaryDirectory()('p.json'), 2)).toEqual(['1,2', '3']);
  });

  it('requests a new iterator after the last batch when a restarted engine rejects the old one', async () => {
    const stream = fakeStream({ only: { records: [1, 2, 3, 4].map((it) => record(it)) } });
    const refused = new Error('ExpiredIteratorException');
    const errors: unknown[] = [];
    let reads = 0;
    const restarted: StreamClient = {
      ...stream,
      getRecords: async (iterator) => {
        reads += 1;
        if (reads === 2) throw refused;
        const { Records, ...next } = await stream.getRecords(iterator);
        return { Records: Records.slice(0, 2), ...next };
      },
    };

    expect(
      await batches(restarted, temporaryDirectory()('p.json'), 2, 'arn:engine', (error) =>
        errors.push(error),
      ),
    ).toEqual(['1,2', '3,4']);
    expect(errors).toEqual([refused]);
  });

  it('starts at the beginning when the table was created again', async () => {
    const file = temporaryDirectory()('p.json');
    const stream = fakeStream({ only: { records: [record(1), record(2), record(3)] } });
    await batches(stream, file, 2, 'arn:before');

    expect(await batches(stream, file, 1, 'arn:after')).toEqual(['1,2']);
  });
});
