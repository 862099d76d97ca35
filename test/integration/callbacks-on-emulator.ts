import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type AttributeValue, BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { isMessageEvent, trafficOf } from '../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import { type Fixture, fixtureReceivedAt } from '../../tools/dev/fixtures.ts';
import { createClients } from '../../tools/emulator-client/aws-clients.ts';
import { withLocalMedia } from '../../tools/emulator-client/callback-fixtures.ts';
import type { LoggedEvent } from '../../tools/emulator-client/event-log.ts';
import { projectDirectory } from '../../tools/project-directory.ts';
import { startGateway } from './start-gateway.ts';

/** A gateway on the emulator of its own, and what its bus, table and bucket have. */
export interface CallbacksOnEmulator {
  /** Of the HTTP API: `http://127.0.0.1:8787`. */
  readonly origin: string;
  /** Sends a decoded body as its provider would. Returns whether the gateway accepted it. */
  send(provider: string, endpoint: 'api' | 'functionUrl', body: string): Promise<boolean>;
  /** The next events on the bus. The next call would find any surplus event. */
  nextEvents(count: number): Promise<readonly TributaryEvent[]>;
  /**
   * Sends a fixture to both endpoints, and reads its golden from the table, the bus and the bucket.
   * Leaves the table empty: several fixtures report the same message, and each must be the first report.
   */
  expectArrival(fixture: Fixture): Promise<void>;
  close(): Promise<void>;
}

export async function startCallbacksOnEmulator(): Promise<CallbacksOnEmulator> {
  const gateway = await startGateway();
  const origin = `http://127.0.0.1:${gateway.port}`;
  const urls = await gateway.urls();
  const aws = createClients(gateway.awsEndpoint, 'test');
  const TableName = String(gateway.outputs.EventsTableName);
  let read = 0;

  async function send(provider: string, endpoint: 'api' | 'functionUrl', body: string) {
    const { [endpoint]: url = '', headers = {} } = urls[provider] ?? {};
    const { codec } = await loadProvider(provider);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': codec.contentType, ...headers },
      body: codec.encode(body),
    });
    return response.ok;
  }

  async function nextEvents(count: number): Promise<readonly TributaryEvent[]> {
    const events: TributaryEvent[] = [];
    while (events.length < count) {
      const response = await fetch(`${origin}/_local/events?since=${read}&wait=60000`);
      const lines = (await response.text()).split('\n').filter((line) => line !== '');
      if (lines.length === 0) break;
      for (const line of lines) {
        const { sequence, event }: LoggedEvent = JSON.parse(line);
        read = sequence;
        // The bus has only events of the gateway.
        const published = event as unknown as TributaryEvent;
        if (!followsFromLink(published)) events.push(published);
      }
    }
    return events;
  }

  async function expectArrival(fixture: Fixture): Promise<void> {
    const { provider } = fixture;
    const { payload, golden } = withFilesOf(origin, fixture);

    expect(await send(provider, 'api', payload)).toBe(true);

    const media = golden.flatMap(mediaOf);
    const events = await nextEvents(golden.length + media.length);
    const published = events.filter((event) => !event['detail-type'].startsWith('media.'));
    expect(inOrder(published.map(comparable))).toEqual(inOrder(golden.map(comparable)));
    const stored = idsIn(await storedItems());
    expect(stored).toEqual(expect.arrayContaining(published.map(idOf)));
    for (const { messageId, index, file, failure } of media) {
      const ended = events.find(
        ({ detail: { data } }) =>
          'media' in data && data.messageId === messageId && data.media.index === index,
      );
      if (file) expect(await objectOf(ended)).toEqual(readFileSync(file));
      else expect(ended?.detail.data).toMatchObject({ reason: failure });
    }

    // The same body at the other endpoint gives the same events: others would be stored as well.
    expect(await send(provider, 'functionUrl', payload)).toBe(true);
    const items = await storedItems();
    expect(idsIn(items)).toEqual(stored);
    await deleteItems(items);
  }

  async function storedItems(): Promise<readonly Item[]> {
    const { Items = [] } = await aws.dynamodb.send(new ScanCommand({ TableName }));
    return Items;
  }

  async function deleteItems(items: readonly Item[]): Promise<void> {
    const deletions = items.flatMap(({ pk, sk }) =>
      pk && sk ? [{ DeleteRequest: { Key: { pk, sk } } }] : [],
    );
    for (let first = 0; first < deletions.length; first += maxBatchWrites) {
      const batch = deletions.slice(first, first + maxBatchWrites);
      await aws.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: batch } }));
    }
  }

  async function objectOf(stored: TributaryEvent | undefined): Promise<Buffer> {
    if (stored?.['detail-type'] !== 'media.stored') throw new Error('the media was not stored');
    const { bucket, key } = stored.detail.data;
    const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  return { origin, send, nextEvents, expectArrival, close: () => gateway.close() };
}

/** DynamoDB's limit for one `BatchWriteItem`. */
const maxBatchWrites = 25;

type Item = Readonly<Record<string, AttributeValue>>;

/** The body to send and the events to expect, with links that the emulator serves. */
function withFilesOf(
  origin: string,
  { payload, goldenPath }: Fixture,
): { readonly payload: string; readonly golden: readonly TributaryEvent[] } {
  const golden = readFileSync(goldenPath, 'utf8');
  const events: readonly TributaryEvent[] = JSON.parse(golden);
  // The id of an event without media may be the hash of what the provider sent: it must not change.
  return events.some(isMessageEvent)
    ? {
        payload: withLocalMedia(payload, origin),
        golden: JSON.parse(withLocalMedia(golden, origin)),
      }
    : { payload, golden: events };
}

/** The media of a message, each with the file that the emulator serves for it, or why there is none. */
function mediaOf(event: TributaryEvent) {
  // The files of the history are not mirrored unless the owner asks for it.
  if (!isMessageEvent(event) || trafficOf(event['detail-type']) === 'history') return [];
  const { id: messageId, media } = event.detail.data.message;
  return media.map(({ index, url, sha256, providerMediaId }) => {
    const [, named] = /_local\/media\/([^?]+)/.exec(url ?? '') ?? [];
    const known = providersWithMediaApi.includes(event.detail.metadata.provider) && providerMediaId;
    const file = named ?? (known ? mediaFiles.get(sha256 ?? '') : undefined);
    return {
      messageId,
      index,
      file: file && path.join(mediaDirectory, file),
      failure: known ? 'gone' : 'no_location',
    };
  });
}

const providersWithMediaApi = providers
  .filter(({ mediaAccess }) => mediaAccess?.api)
  .map(({ id }) => id);

const mediaDirectory = path.join(projectDirectory, 'fixtures/media');

/** The files that the emulator serves, by their hash. */
const mediaFiles = new Map(
  readdirSync(mediaDirectory).map((name) => {
    const bytes = readFileSync(path.join(mediaDirectory, name));
    return [createHash('sha256').update(bytes).digest('hex'), name];
  }),
);

/** An event without the values that depend on its time of receipt. */
function comparable(event: TributaryEvent): unknown {
  const { receivedAt, occurredAtSource } = event.detail.metadata;
  const detail = JSON.parse(JSON.stringify(event.detail).replaceAll(receivedAt, fixtureReceivedAt));
  const quarantined = event['detail-type'] === 'callback.quarantined';
  // The id of an event without a time contains the day of receipt.
  if (occurredAtSource === 'receipt' && !quarantined) detail.metadata.id = 'of the day';
  // What a codec decodes has no line breaks, and its fixture has.
  if (quarantined) delete detail.data.sizeBytes;
  return { source: event.source, 'detail-type': event['detail-type'], detail };
}

/**
 * Whether the publisher made the event because it learned that two names are of one person. No golden has
 * it, and it comes once, with the first of the fixtures that have both names.
 */
function followsFromLink({ detail: { data } }: TributaryEvent): boolean {
  return 'link' in data || ('aspect' in data && data.aspect === 'merged');
}

/** The messages of one callback may be published in any order. */
function inOrder(events: readonly unknown[]): readonly string[] {
  return events.map((event) => JSON.stringify(event)).toSorted();
}

function idOf(event: TributaryEvent): string {
  return event.detail.metadata.id;
}

function idsIn(items: readonly Item[]): readonly string[] {
  return items.flatMap(({ detail }) => (detail?.S ? [JSON.parse(detail.S).metadata.id] : []));
}
