import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { readEvent } from '../../../shared/table/event-item.ts';
import { type AwsClients, createClients } from '../../../tools/emulator-client/aws-clients.ts';
import type { LoggedEvent } from '../../../tools/emulator-client/event-log.ts';
import type { GatewayProcess } from './gateway-process.ts';

/** The contents of the table, the bus and the buckets. */
export interface Holdings {
  /** Number of items for each message id, which must be 1. */
  readonly messages: ReadonlyMap<string, number>;
  /** Event ids of all event records to publish. */
  readonly toPublish: ReadonlySet<string>;
  /** How often each event is on the bus, by event id. */
  readonly onBus: ReadonlyMap<string, number>;
  /** SHA-256 of the object, in hex, by the id of the message whose file is stored. */
  readonly stored: ReadonlyMap<string, string>;
  /** Ids of the messages whose file failed. */
  readonly failed: ReadonlySet<string>;
  /** SHA-256, in hex, of each callback body in the payload bucket that an item of the table points to. */
  readonly payloads: ReadonlySet<string>;
}

/**
 * Reads the contents of the table, the bus and the buckets.
 *
 * @throws {Error} when an object that the table points to does not exist
 */
export async function readHoldings(
  gateway: GatewayProcess,
  dataDirectory: string,
): Promise<Holdings> {
  const aws = createClients(gateway.awsEndpoint, 'reconcile');
  const messages = new Map<string, number>();
  const toPublish = new Set<string>();
  const stored = new Map<string, string>();
  const failed = new Set<string>();
  const payloads = new Set<string>();
  const pages = paginateScan({ client: aws.dynamodb }, { TableName: gateway.tableName });
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const event = readEvent(item);
      if (!event) continue;
      if (item.payloadKey?.S !== undefined) {
        const object = { bucket: gateway.payloadBucket, key: item.payloadKey.S };
        payloads.add(hash('sha256', bodyIn(await read(object, aws))));
      }
      if (item.publish?.N === '1') toPublish.add(event.detail.metadata.id);
      if (event['detail-type'] === 'message.received')
        count(messages, event.detail.data.message.id);
      if (event['detail-type'] === 'media.failed') failed.add(event.detail.data.messageId);
      if (event['detail-type'] !== 'media.stored') continue;
      stored.set(event.detail.data.messageId, hash('sha256', await read(event.detail.data, aws)));
    }
  }
  const onBus = new Map<string, number>();
  for await (const id of readBus(dataDirectory)) count(onBus, id);
  return { messages, toPublish, onBus, stored, failed, payloads };
}

/** Number of distinct events on the bus. */
export async function countOnBus(dataDirectory: string): Promise<number> {
  const ids = new Set<string>();
  for await (const id of readBus(dataDirectory)) ids.add(id);
  return ids.size;
}

async function* readBus(dataDirectory: string): AsyncGenerator<string> {
  const lines = createInterface(createReadStream(path.join(dataDirectory, 'events.jsonl')));
  for await (const line of lines) {
    const { event }: LoggedEvent = JSON.parse(line);
    const { metadata } = event.detail as { readonly metadata: { readonly id: string } };
    yield metadata.id;
  }
}

async function read(
  { bucket, key }: { readonly bucket: string; readonly key: string },
  { s3 }: AwsClients,
): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** The callback body in an object of the payload bucket: the whole object, or its field `body`. */
function bodyIn(object: Buffer): string {
  const text = object.toString();
  try {
    return JSON.parse(text).body ?? text;
  } catch {
    // Incomplete JSON: it equals no body that was sent, so the comparison finds it.
    return text;
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
