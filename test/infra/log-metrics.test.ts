import type { DynamoDBRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import { receiveCallback } from '../../functions/callback/receive-callback.ts';
import { createUnsignedCallbacks } from '../../functions/callback/signature-policy.ts';
import { mirrorMessage } from '../../functions/media-mirror/message/mirror-message.ts';
import type { PublishOutcome } from '../../functions/publisher/ports.ts';
import { publishRecords } from '../../functions/publisher/publish-records.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { logEvents } from '../../shared/runtime/log-events.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { toEventItem } from '../../shared/table/event-item.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import type { StoreOutcome } from '../../shared/table/event-store.ts';
import { toEventRecord } from '../../shared/table/to-event-record.ts';
import { filesFailedMetric } from '../../tools/operator/aws/cloudwatch-state.ts';
import { readLogMetrics } from '../../tools/operator/gateway/function-settings.ts';
import { receipt, textMessage } from '../support/drafts.ts';
import { lineProvider, validToken } from '../support/line-provider.ts';
import { messageWith, picture } from '../support/media-message.ts';
import { createMemoryDeadLetterStore } from '../support/memory-dead-letter-store.ts';
import { createMemoryEventBus } from '../support/memory-event-bus.ts';
import { createMemoryEventStore, toEventStore } from '../support/memory-event-store.ts';
import { createMemoryItemStore } from '../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../support/memory-link-store.ts';
import { createMemoryMediaBucket } from '../support/memory-media-bucket.ts';
import { createMemoryMediaHistory } from '../support/memory-media-history.ts';
import { createMemoryPayloadStore } from '../support/memory-payload-store.ts';
import { createMemorySecretSource } from '../support/memory-secret-source.ts';
import { readable } from './readable.ts';
import { synthesize } from './synthesize.ts';

const template = synthesize({ alarms: { preset: 'full' } });

interface Filter {
  readonly name: string;
  readonly logGroup: string;
  /** What the lines must say: `message` and the like. */
  readonly texts: Readonly<Record<string, string>>;
  /** Fields whose values are added up or become dimensions. */
  readonly fields: readonly string[];
}

const filters: readonly Filter[] = Object.values(
  template.findResources('AWS::Logs::MetricFilter'),
).map(({ Properties }) => {
  const [transformation] = Properties.MetricTransformations;
  const dimensions: readonly { readonly Value: string }[] = transformation.Dimensions ?? [];
  const pattern: string = Properties.FilterPattern;
  return {
    name: transformation.MetricName,
    logGroup: readable(Properties.LogGroupName),
    texts: Object.fromEntries(
      [...pattern.matchAll(/\$\.(\w+) = "([^"]*)"/g)].map(([, field, text]) => [field, text]),
    ),
    fields: [transformation.MetricValue, ...dimensions.map(({ Value }) => Value)]
      .filter((value) => value.startsWith('$.'))
      .map((value) => value.slice(2)),
  };
});

type Line = Readonly<Record<string, unknown>>;

const now = () => new Date('2026-01-02T03:04:05Z');

/** A logger and the lines that it writes, as the functions have it. */
function createLines() {
  const lines: Line[] = [];
  const write = (line: string) => lines.push(JSON.parse(line));
  return { lines, log: createLogger({ level: 'INFO', now, write }) };
}

/** The fields that a line of this event may have, by its `message`. */
const fieldsOf = new Map<string, readonly string[]>(Object.entries(logEvents));

/** Compares the filters of one log group with the lines that its function writes. */
function expectCounted(logGroup: string, lines: readonly Line[], count: number): void {
  const own = filters.filter((filter) => filter.logGroup === logGroup);
  expect(own).toHaveLength(count);
  for (const { name, texts, fields } of own) {
    const isMeant = (line: Line) =>
      Object.entries(texts).every(([field, text]) => line[field] === text);
    const found = lines.filter(isMeant).flatMap((line) => Object.keys(line));
    expect(found, name).toEqual(expect.arrayContaining([...Object.keys(texts), ...fields]));
  }
}

/** The lines have no fields that `shared/runtime/log-events.ts` does not name. */
function expectKnownFields(lines: readonly Line[]): void {
  for (const { timestamp: _timestamp, level: _level, message, ...fields } of lines) {
    expect(fieldsOf.get(String(message)), String(message)).toEqual(
      expect.arrayContaining(Object.keys(fields)),
    );
  }
}

/** Has every kind of item: an event, an unmapped and an unrecognized one. */
const provider: ProviderAdapter = {
  ...lineProvider,
  normalize: (body, context) => [
    ...lineProvider.normalize(body, context),
    { kind: 'unmapped', providerEvent: 'lines' },
    { kind: 'unrecognized', reason: 'unknown_provider_event', path: '$' },
  ],
};

/** The lines that the pipeline writes: for a callback, a refusal and an outage. */
async function callbackLines(): Promise<readonly Line[]> {
  const { lines, log } = createLines();
  const outcomes: StoreOutcome[] = ['stored', 'duplicate', 'alternate', 'conflict'];
  const store = async (record: EventRecord) => {
    if (record.key.pk.endsWith('outage')) throw new Error('down');
    return outcomes.shift() ?? ('stored' as const);
  };
  const send = (token: string, ...texts: string[]) =>
    sendBody(token, JSON.stringify({ lines: texts }));
  const sendBody = (token: string, body: string) =>
    receiveCallback(
      {
        method: 'POST',
        url: `https://callbacks.example/lines/${token}`,
        receivedAt: new Date('2026-01-02T03:04:07Z'),
        token,
        headers: {},
        query: {},
        body: Buffer.from(body),
      },
      provider,
      {
        records: toEventStore(store),
        payloads: createMemoryPayloadStore(),
        secrets: createMemorySecretSource({ token: validToken }),
        unsigned: createUnsignedCallbacks(undefined, provider.manifest.id, log),
        channels: {},
        log,
      },
    );
  await send(validToken, 'stored', 'repeated', 'alternate', 'changed');
  await sendBody(validToken, '<lines/>');
  await sendBody(validToken, ' '.repeat(4.1 * 1024 * 1024));
  await send('an-outdated-token', 'Hello');
  await send(validToken, 'outage');
  return lines;
}

/** The lines of the publisher: a batch that is published, and one with all that can be wrong. */
async function publisherLines(): Promise<readonly Line[]> {
  const { lines, log } = createLines();
  const toRecord = (SequenceNumber: string, NewImage: unknown) =>
    ({ eventName: 'INSERT', dynamodb: { SequenceNumber, NewImage } }) as DynamoDBRecord;
  const toStreamRecord = (id: string) =>
    toRecord(id, toEventItem(toEventRecord(textMessage({ id }), receipt), { publish: true }));
  const items = createMemoryItemStore();
  const publish = (records: readonly DynamoDBRecord[], ...outcomes: PublishOutcome[]) =>
    publishRecords(records, {
      bus: createMemoryEventBus(Array(4).fill(outcomes)),
      items,
      links: createMemoryLinkStore(items),
      deadLetters: createMemoryDeadLetterStore(),
      log,
      waitMs: async () => {},
      hasTime: () => true,
      finished: new Set(),
    });
  await publish([toStreamRecord('m1')], 'published');
  const notDecodable = toRecord('m2', { detail: { S: '{' }, publish: { N: '1' } });
  await publish([notDecodable, toStreamRecord('m3')], 'rejected');
  await publish([toStreamRecord('m4')], 'failed');
  return lines;
}

/** The lines of the mirror: a file that is stored, and one that is gone. */
async function mirrorLines(): Promise<readonly Line[]> {
  const { lines, log } = createLines();
  const records = createMemoryEventStore();
  await mirrorMessage(
    messageWith(
      picture({ index: 0, url: 'https://files.acme.example/1' }),
      picture({ index: 1, url: 'https://files.acme.example/gone' }),
    ),
    { number: 1, firstAt: now(), isLast: false, deadlineAt: new Date('2026-01-02T03:09:05Z') },
    {
      locateMedia: async ({ item }) => ({ kind: 'located', url: item.url ?? '' }),
      fetchMedia: async (address) =>
        address.endsWith('gone')
          ? { kind: 'failed', failure: { reason: 'gone', status: 410 } }
          : { kind: 'opened', response: { body: oneBlock(), close: () => {} } },
      bucket: createMemoryMediaBucket('media'),
      userHashKey: 'the id of the stack',
      records,
      history: createMemoryMediaHistory(records.records),
      log,
      now,
    },
  );
  return lines;
}

async function* oneBlock(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a picture');
}

it('every metric of a function’s lines counts a log event and fields that the event has', () => {
  const ofFunctions = filters.filter(({ logGroup }) => logGroup !== 'CallbackApiAccessLog');
  expect(ofFunctions.length).toBeGreaterThan(10);
  for (const {
    name,
    texts: { message = '', ...where },
    fields,
  } of ofFunctions) {
    expect(fieldsOf.get(message), name).toEqual(
      expect.arrayContaining([...Object.keys(where), ...fields]),
    );
  }
});

it('every metric of callbacks counts lines and fields that a callback function logs', async () => {
  const lines = await callbackLines();
  expectCounted('CallbackLogs', lines, 12);
  expectKnownFields(lines);
});

it('every metric of the outbox counts lines and fields that the publisher logs', async () => {
  const lines = await publisherLines();
  expectCounted('PublisherPublishLogs', lines, 4);
  expectKnownFields(lines);
});

it('every metric of files counts lines and fields that the media mirror logs', async () => {
  const lines = await mirrorLines();
  expectCounted('MediaMirrorLogs', lines, 4);
  expectKnownFields(lines);
});

it('API throttles are counted from its access log, without requests outside the routes', () => {
  const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
  const line = JSON.parse(readable(stage?.Properties.AccessLogSettings.Format));
  expectCounted('CallbackApiAccessLog', [{ ...line, status: '429' }], 1);
  const patterns = Object.values(template.findResources('AWS::Logs::MetricFilter'))
    .map(({ Properties }) => Properties.FilterPattern)
    .filter((pattern) => pattern.includes('$.status'));
  expect(patterns).toEqual(['{ ($.status = "429") && ($.routeKey != "$default") }']);
  expect(line).toMatchObject({ status: '$context.status', routeKey: '$context.routeKey' });
});

it('a filter that adds up a field also tests it, as CloudWatch requires', () => {
  const filtersOfFields = Object.values(template.findResources('AWS::Logs::MetricFilter'))
    .map(({ Properties }) => Properties)
    .filter(({ MetricTransformations: [{ MetricValue }] }) => MetricValue.startsWith('$.'));
  expect(filtersOfFields.length).toBeGreaterThan(0);
  for (const { FilterPattern, MetricTransformations } of filtersOfFields) {
    expect(FilterPattern).toContain(`(${MetricTransformations[0].MetricValue} > 0)`);
  }
});

it('each stage has its own metrics namespace', () => {
  const [filter] = Object.values(template.findResources('AWS::Logs::MetricFilter'));
  expect(filter?.Properties.MetricTransformations[0].MetricNamespace).toBe('Tributary/prod');
});

it('creates three metric filters at a time, because CloudWatch Logs throttles more', () => {
  const resources = template.findResources('AWS::Logs::MetricFilter');
  const waiting = Object.values(resources).map(({ DependsOn = [] }) =>
    [DependsOn].flat().filter((id) => id in resources),
  );
  expect(waiting.filter((earlier) => earlier.length === 0)).toHaveLength(3);
  const held = waiting.flat();
  expect(held).toHaveLength(waiting.length - 3);
  // No filter holds two others back: three chains, not a tree.
  expect(new Set(held).size).toBe(held.length);
});

it.each([
  [{ preset: 'small' }, true],
  [{ preset: 'none' }, false],
  [{ preset: 'small', exclude: ['media-failing'] }, false],
] as const)('doctor knows whether failed files are counted: %j', (alarms, isCounted) => {
  const found = readLogMetrics(synthesize({ alarms }).toJSON());
  expect(found.has(filesFailedMetric)).toBe(isCounted);
});
