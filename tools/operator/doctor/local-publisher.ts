import { type ItemAttributes, readEvent } from '../../../shared/table/event-item.ts';
import { ownerAccessKeyId } from '../../emulator-client/aws-clients.ts';
import {
  createStreamClient,
  type EngineRecord,
  type StreamClient,
  streamArnOf,
} from '../../emulator-client/dynamodb-streams.ts';
import { readEmulatorApp } from '../../emulator-client/emulator-pages.ts';
import { readEventLog } from '../../emulator-client/event-log.ts';
import type { Gateway } from '../gateway/gateway.ts';

/** How far the publisher on the emulator is. */
export interface LocalPublisher {
  /** Event records that are not published yet. */
  readonly waiting: number;
  /** Age of the oldest of them in milliseconds; 0 when none waits. */
  readonly lagMs: number;
  /** Whether the emulator's bus has any event. */
  readonly hasPublished: boolean;
}

/** A record of the stream with an event record to publish. */
export interface OutboxRecord {
  /** Seconds since the epoch. */
  readonly writtenAt: number;
  /** Identifies the event, or a replay of the event. */
  readonly eventKey: string;
}

/**
 * Compares the table's stream with the bus. For a deployed publisher, CloudWatch reports the same as the
 * iterator age. Reads all of the stream and of the bus, which is little on an emulator.
 */
export async function readLocalPublisher(
  origin: string,
  { clients, resources }: Pick<Gateway, 'clients' | 'resources'>,
  now: Date,
): Promise<LocalPublisher> {
  const { awsEndpoint } = await readEmulatorApp(origin);
  const streams = createStreamClient(awsEndpoint, ownerAccessKeyId);
  const streamArn = await streamArnOf(clients.dynamodb, resources.eventsTable);
  const shards = await streams.listShards(streamArn);
  const records = await Promise.all(
    shards.map(({ ShardId }) => readShard(streams, streamArn, ShardId)),
  );
  // After the stream, so that an event that is published in between does not count as waiting.
  const published = await readPublished(origin, resources.eventBus);
  const waiting = records.flatMap((ofShard) => findWaiting(ofShard, published));
  const oldestAtMs = Math.min(...waiting.map(({ writtenAt }) => writtenAt * 1000));
  return {
    waiting: waiting.length,
    lagMs: waiting.length === 0 ? 0 : Math.max(0, now.getTime() - oldestAtMs),
    hasPublished: published.size > 0,
  };
}

/**
 * The records of a shard that the publisher has not reached: those after the last one that is on the bus,
 * since it works in the order of the stream. A dead letter before that one does not count as waiting.
 */
export function findWaiting(
  records: readonly OutboxRecord[],
  published: ReadonlySet<string>,
): readonly OutboxRecord[] {
  return records.slice(records.findLastIndex(({ eventKey }) => published.has(eventKey)) + 1);
}

async function readShard(
  streams: StreamClient,
  streamArn: string,
  shardId: string,
): Promise<readonly OutboxRecord[]> {
  const records: OutboxRecord[] = [];
  const position = { ShardIteratorType: 'TRIM_HORIZON' } as const;
  let iterator: string | undefined = await streams.getIterator(streamArn, shardId, position);
  while (iterator !== undefined) {
    const { Records, NextShardIterator } = await streams.getRecords(iterator);
    records.push(...Records.flatMap(toOutboxRecord));
    // An open shard always has a next iterator; at its end it gives nothing.
    iterator = Records.length === 0 ? undefined : NextShardIterator;
  }
  return records;
}

/** Empty for a record that the publisher's filter rejects. */
function toOutboxRecord({ eventName, dynamodb }: EngineRecord): readonly OutboxRecord[] {
  const item: ItemAttributes = { ...dynamodb.NewImage };
  const event = readEvent(item);
  if (eventName !== 'INSERT' || item.publish?.N !== '1' || event === undefined) return [];
  const eventKey = toEventKey(event.detail.metadata);
  return [{ writtenAt: dynamodb.ApproximateCreationDateTime, eventKey }];
}

/** Reads the {@link OutboxRecord.eventKey} of every event on a bus. */
async function readPublished(origin: string, busName: string): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (let since = 0; ; ) {
    const events = await readEventLog(origin, since);
    if (events.length === 0) return keys;
    for (const { sequence, bus, event } of events) {
      since = sequence;
      if (bus !== busName) continue;
      const { metadata } = event.detail as { readonly metadata?: EventMark };
      if (metadata) keys.add(toEventKey(metadata));
    }
  }
}

interface EventMark {
  readonly id: string;
  readonly replayed?: boolean | undefined;
}

function toEventKey({ id, replayed = false }: EventMark): string {
  return replayed ? `${id} replayed` : id;
}
