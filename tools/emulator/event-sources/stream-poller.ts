import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { localAccount } from '../../emulator-client/account.ts';
import type {
  EngineRecord,
  Shard,
  ShardPosition,
  StreamClient,
} from '../../emulator-client/dynamodb-streams.ts';
import { stateFile } from '../../emulator-client/state-file.ts';
import type { EventSourceMapping } from './mapping.ts';
import { runStreamBatch, type StreamBatchOptions, type StreamRecord } from './stream-batch.ts';

export interface StreamPollerOptions {
  readonly mapping: EventSourceMapping;
  readonly client: StreamClient;
  /** ARN of the stream as the engine names it. */
  readonly engineStreamArn: string;
  /** Holds how far each shard was read. */
  readonly positionFile: string;
  readonly signal: AbortSignal;
  readonly invoke: StreamBatchOptions['invoke'];
  readonly onDiscard: (shardId: string) => StreamBatchOptions['onDiscard'];
  now(): Date;
  /** Receives each failure to reach the stream; polling continues. */
  onError(error: unknown): void;
}

const positions = z.object({
  streamArn: z.string(),
  /** The last finished sequence number, by shard. */
  shards: z.record(z.string(), z.string()),
  finished: z.array(z.string()),
});

/** An empty stream is polled soon at first, since more records often follow, then less and less often. */
const minIdleDelayMs = 10;
const maxIdleDelayMs = 200;
const errorDelayMs = 1_000;
const maxRetryDelayMs = 60_000;

/**
 * Reads a table's stream for a mapping until the signal aborts: each shard in order, one batch at a
 * time, a shard after its parent. The position is stored after each batch, so that a process that was
 * killed reads the last batch again and loses no record.
 */
export async function pollStream(options: StreamPollerOptions): Promise<void> {
  const { mapping, client, engineStreamArn, signal } = options;
  const file = stateFile(options.positionFile, (value) => positions.parse(value));
  const stored = file.read();
  const state =
    stored?.streamArn === engineStreamArn
      ? stored
      : { streamArn: engineStreamArn, shards: {}, finished: [] };

  function checkpoint(shardId: string, sequenceNumber: string): void {
    state.shards[shardId] = sequenceNumber;
    file.write(state);
  }

  async function readShard(shardId: string): Promise<void> {
    const position = positionIn(state.shards[shardId], mapping.startsAtLatest);
    let iterator: string | undefined = await client.getIterator(engineStreamArn, shardId, position);
    let idleDelayMs = minIdleDelayMs;
    while (iterator !== undefined && !signal.aborted) {
      const { Records: read, NextShardIterator: next } = await client.getRecords(iterator);
      const accepted = read
        .map((record) => toStreamRecord(record, mapping))
        .filter(mapping.accepts);
      for (const batch of inBatches(accepted, mapping.batchSize ?? 100)) {
        await runStreamBatch(batch, {
          mapping,
          signal,
          invoke: options.invoke,
          onDiscard: options.onDiscard(shardId),
          checkpoint: (sequenceNumber) => checkpoint(shardId, sequenceNumber),
          waitBeforeRetry: (retry) => pause(Math.min(250 * 2 ** retry, maxRetryDelayMs), signal),
          now: () => options.now().getTime(),
        });
        if (signal.aborted) return;
      }
      const last = read.at(-1);
      if (last) {
        checkpoint(shardId, last.dynamodb.SequenceNumber);
        idleDelayMs = minIdleDelayMs;
      } else {
        await pause(Math.max(idleDelayMs, mapping.batchingWindowMs), signal);
        idleDelayMs = Math.min(idleDelayMs * 1.5, maxIdleDelayMs);
      }
      iterator = next;
    }
    if (iterator === undefined) {
      state.finished.push(shardId);
      file.write(state);
    }
  }

  const reading = new Map<string, Promise<void>>();
  while (!signal.aborted) {
    try {
      const shards = await client.listShards(engineStreamArn);
      for (const { ShardId: shardId } of readable(shards, state.finished)) {
        if (reading.has(shardId)) continue;
        const read = readShard(shardId).finally(() => reading.delete(shardId));
        reading.set(shardId, read);
      }
      await (reading.size > 0 ? Promise.race(reading.values()) : pause(maxIdleDelayMs, signal));
    } catch (error) {
      if (!signal.aborted) options.onError(error);
      await pause(errorDelayMs, signal);
    }
  }
  await Promise.allSettled(reading.values());
}

/** The shards to read now: unfinished shards whose parent is finished or gone. */
function readable(shards: readonly Shard[], finished: readonly string[]): readonly Shard[] {
  const open = new Set(shards.map(({ ShardId }) => ShardId).filter((id) => !finished.includes(id)));
  return shards.filter(
    ({ ShardId, ParentShardId }) =>
      open.has(ShardId) && !(ParentShardId !== undefined && open.has(ParentShardId)),
  );
}

function positionIn(done: string | undefined, startsAtLatest: boolean): ShardPosition {
  return done === undefined
    ? { ShardIteratorType: startsAtLatest ? 'LATEST' : 'TRIM_HORIZON' }
    : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: done };
}

function toStreamRecord(
  { eventID, eventName, dynamodb }: EngineRecord,
  { sourceArn }: EventSourceMapping,
): StreamRecord {
  return {
    eventID,
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: localAccount.region,
    dynamodb,
    eventSourceARN: sourceArn,
  };
}

function inBatches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, batch) =>
    items.slice(batch * size, (batch + 1) * size),
  );
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
