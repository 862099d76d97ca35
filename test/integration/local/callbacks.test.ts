import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../../functions/providers.ts';
import { withLocalMedia } from '../../../local/command-line/fixtures.ts';
import type { LoggedEvent } from '../../../local/event-bridge/event-log.ts';
import { type LocalGateway, startLocalGateway } from '../../../local/gateway.ts';
import { projectDirectory } from '../../../local/project.ts';
import { type Fixture, fixtureReceivedAt, readFixtures } from '../../../scripts/fixtures.ts';
import type { TributaryEvent } from '../../../shared/events/index.ts';

/**
 * Every fixture of every provider goes the whole way on the stack's own template: in through each
 * front door, and out of the table, the bus and the bucket.
 */
let gateway: LocalGateway;
let origin: string;
let dynamodb: DynamoDBClient;
let s3: S3Client;
let read = 0;

beforeAll(async () => {
  gateway = await startLocalGateway({ port: 0, dataDirectory: undefined });
  origin = `http://127.0.0.1:${gateway.port}`;
  const settings = {
    endpoint: gateway.awsEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  dynamodb = new DynamoDBClient(settings);
  s3 = new S3Client({ ...settings, forcePathStyle: true });
});

afterAll(() => gateway.close());

describe.each(providers.map(({ id }) => id))('callbacks of %s', (provider) => {
  describe.each(readFixtures(provider))('$name', (fixture) => {
    it.each(['api', 'functionUrl'] as const)('arrive by the %s', async (door) => {
      const { payload, golden } = prepare(fixture);
      const { [door]: url = '', headers } = (await gateway.urls())[provider] ?? { headers: {} };

      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: payload,
      });

      expect(response.ok).toBe(true);
      const media = golden.flatMap(mediaOf);
      const events = await nextEvents(golden.length + media.length);
      const told = events.filter((event) => !event['detail-type'].startsWith('media.'));
      expect(byId(told).map(comparable)).toEqual(byId(golden).map(comparable));
      expect(await storedIds()).toEqual(expect.arrayContaining(told.map(idOf)));
      for (const { messageId, index, file } of media) {
        const ended = events.find(
          ({ detail: { data } }) =>
            'media' in data && data.messageId === messageId && data.media.index === index,
        );
        if (file) expect(await objectOf(ended)).toEqual(readFileSync(file));
        else expect(ended?.detail.data).toMatchObject({ reason: 'no_location' });
      }
      await forgetFacts();
    });
  });
});

/** The body to send and the events to expect, with links that the local gateway serves. */
function prepare({ name, payload, goldenPath }: Fixture): {
  readonly payload: string;
  readonly golden: readonly TributaryEvent[];
} {
  const golden = readFileSync(goldenPath, 'utf8');
  // What is quarantined is known by the hash of its bytes.
  return name.startsWith('invalid.')
    ? { payload, golden: JSON.parse(golden) }
    : {
        payload: withLocalMedia(payload, origin),
        golden: JSON.parse(withLocalMedia(golden, origin)),
      };
}

/** What the mirror has to do for a message: files that the local gateway serves, or nothing to fetch. */
function mediaOf(event: TributaryEvent) {
  if (!('message' in event.detail.data)) return [];
  const { id: messageId, media } = event.detail.data.message;
  return media.map(({ index, url }) => {
    const [, name] = /_local\/media\/([^?]+)/.exec(url ?? '') ?? [];
    return { messageId, index, file: name && path.join(projectDirectory, 'fixtures/media', name) };
  });
}

/** An event without what depends on when it was received. */
function comparable(event: TributaryEvent): unknown {
  const { receivedAt, occurredAtSource } = event.detail.metadata;
  const detail = JSON.parse(JSON.stringify(event.detail).replaceAll(receivedAt, fixtureReceivedAt));
  const quarantined = event['detail-type'] === 'delivery.quarantined';
  // Without a time of its own an event is known by its content and the day.
  if (occurredAtSource === 'receipt' && !quarantined) detail.metadata.id = 'of the day';
  return { source: event.source, 'detail-type': event['detail-type'], detail };
}

/** The next events on the bus. More than asked for would be found by the next test. */
async function nextEvents(count: number): Promise<readonly TributaryEvent[]> {
  const events: TributaryEvent[] = [];
  while (events.length < count) {
    const response = await fetch(`${origin}/_local/events?since=${read}&wait=10000`);
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
    if (lines.length === 0) break;
    for (const line of lines) {
      const { sequence, event }: LoggedEvent = JSON.parse(line);
      read = sequence;
      events.push(event as unknown as TributaryEvent);
    }
  }
  return events;
}

/** The messages of one callback are independent of each other: their order is not kept. */
function byId(events: readonly TributaryEvent[]): readonly TributaryEvent[] {
  return events.toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
}

function idOf(event: TributaryEvent): string {
  return event.detail.metadata.id;
}

async function storedIds(): Promise<readonly string[]> {
  const { Items = [] } = await dynamodb.send(
    new ScanCommand({ TableName: String(gateway.outputs.EventsTableName) }),
  );
  return Items.flatMap(({ detail }) => (detail?.S ? [JSON.parse(detail.S).metadata.id] : []));
}

async function objectOf(stored: TributaryEvent | undefined): Promise<Buffer> {
  if (stored?.['detail-type'] !== 'media.stored') throw new Error('the media was not stored');
  const { bucket, key } = stored.detail.data;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** Fixtures tell the same messages in several ways; each is to be the first that is heard of it. */
async function forgetFacts(): Promise<void> {
  const TableName = String(gateway.outputs.EventsTableName);
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
  for (const { pk, sk } of Items) {
    if (pk && sk) await dynamodb.send(new DeleteItemCommand({ TableName, Key: { pk, sk } }));
  }
}
