import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import { callbackLimits } from '../../functions/callback/create-handler.ts';
import { toCallbackRequest, toHttpResult } from '../../functions/callback/http-event.ts';
import { createUnsignedCallbacks } from '../../functions/callback/signature-policy.ts';
import {
  createMediaLocator,
  type MediaSource,
} from '../../functions/media-mirror/download/locate-media.ts';
import { createKnownLinks } from '../../functions/publisher/known-links.ts';
import { maxCallMs, type PublisherPorts } from '../../functions/publisher/ports.ts';
import {
  defaultMediaConcurrency,
  eventsWithMedia,
  mirrorMapping,
  mirrorQueue,
  timeoutSeconds,
} from '../../lib/delivery-settings.ts';
import type { MediaAccess } from '../../shared/provider/media-access.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { compilePattern } from '../../tools/event-pattern/pattern.ts';
import { EventsTable } from './aws/dynamodb.ts';
import { type BusEvent, EventBus } from './aws/event-bridge.ts';
import { Bucket } from './aws/s3.ts';
import { Secrets } from './aws/secrets-manager.ts';
import { Queue } from './aws/sqs.ts';
import { untilAborted } from './aws/until-aborted.ts';
import type { GatewayCode, OperatorClients } from './gateway-code.ts';
import { MediaServer } from './media-server.ts';
import type { ExecutionEnvironment } from './platform/execution-environment.ts';
import { LambdaFunction } from './platform/lambda-function.ts';
import { OrderedSubscriber } from './platform/ordered-subscriber.ts';
import { QueueMapping } from './platform/queue-mapping.ts';
import { StreamMapping } from './platform/stream-mapping.ts';
import type { World } from './world.ts';

export type CallbackFunction = LambdaFunction<
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2
>;

const { maxReceiveCount, visibilityTimeoutSeconds } = mirrorQueue;
const hasMedia = compilePattern(eventsWithMedia({ historyMedia: false }));
/** The key of the hashes in the metadata of files. */
export const userHashKey = 'the id of the stack';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
const signing = {
  region: async () => 'us-east-1',
  credentials: { accessKeyId: 'simulated', secretAccessKey: 'simulated' },
};
const { sha256 } = new DynamoDBClient({ ...signing, region: 'us-east-1' }).config;

/**
 * The stack in the simulation: models of AWS, connected as the template connects the services, with
 * the gateway's own code between them.
 */
export class Gateway {
  readonly table: EventsTable;
  readonly bus: EventBus;
  readonly media = new Bucket('media');
  readonly payloads = new Bucket('payloads', { isVersioned: true });
  readonly queue: Queue;
  readonly mediaServer: MediaServer;
  readonly secrets = new Secrets();
  readonly providers = new Map<string, ProviderAdapter>();
  readonly callbacks = new Map<string, CallbackFunction>();
  readonly publisher: LambdaFunction<DynamoDBStreamEvent, DynamoDBBatchResponse>;
  readonly subscriber: OrderedSubscriber | undefined;
  readonly #world: World;
  readonly #code: GatewayCode;
  readonly #killers = new Set<string>();
  #discarded = 0;

  constructor(
    world: World,
    code: GatewayCode,
    providers: readonly ProviderAdapter[],
    toSecret: (accessToken: string) => ProviderSecret,
  ) {
    this.#world = world;
    this.#code = code;
    this.mediaServer = new MediaServer(world);
    this.publisher = new LambdaFunction(world, {
      name: 'publisher',
      timeoutMs: timeoutSeconds.publisher * 1000,
      start: (environment) => this.#startPublisher(environment),
    });
    const stream = new StreamMapping(world, {
      target: this.publisher,
      isForPublisher: code.isForPublisher,
      storeDiscarded: (json) => {
        this.#discarded += 1;
        this.payloads.put(`aws/lambda/${this.#discarded}`, Buffer.from(json));
      },
    });
    this.table = new EventsTable(world, stream.take, code.hasTimeToLive);
    const mirror = new LambdaFunction<SQSEvent, SQSBatchResponse>(world, {
      name: 'mirror',
      timeoutMs: timeoutSeconds.mirror * 1000,
      start: (environment) => this.#startMirror(environment),
    });
    this.queue = new Queue(world, {
      visibilityTimeoutMs: visibilityTimeoutSeconds * 1000,
      maxReceiveCount,
      onVisible: () => mapping.poll(),
    });
    const mapping = new QueueMapping(world, this.queue, mirror, {
      batchSize: mirrorMapping.batchSize,
      concurrency: defaultMediaConcurrency,
      onFullBatch: () => world.tally.count('queue batch of 5 messages'),
    });
    this.subscriber = world.swarm.hasOrderedSubscriber
      ? new OrderedSubscriber(world, code)
      : undefined;
    this.bus = new EventBus(world, (event) => {
      this.#deliverToQueue(event);
      this.subscriber?.deliver(event);
    });
    const secret = toSecret(this.mediaServer.api.accessToken);
    for (const provider of providers) this.#addProvider(provider, secret);
  }

  /** What an operator's commands call AWS with. */
  toOperatorClients(clients: OperatorClients): OperatorClients {
    return this.#code.toOperatorClients(clients);
  }

  #addProvider(provider: ProviderAdapter, value: object): void {
    const { id } = provider.manifest;
    this.providers.set(id, provider);
    this.secrets.set(id, value);
    const start = (environment: ExecutionEnvironment) => {
      const code = this.#code;
      const { retentionDays } = this.#world.swarm;
      const records = code.createDynamoDbEventStore(this.table.clientFor(environment), {
        tableName: 'events',
        retentionDays,
      });
      const secrets = this.secrets.clientFor(environment);
      const bus = code.createEventBridgeBus(this.bus.clientFor(environment), 'bus');
      const ports = {
        records: code.toEventStore(records, bus),
        payloads: code.createS3PayloadStore({
          ...signing,
          bucket: this.payloads.name,
          sha256,
          domainOf: () => 'example',
          endpoint: 'https://s3.example',
          fetch: this.payloads.fetchFor(environment),
          wait: (delayMs, signal) => untilAborted(() => environment.sleep(delayMs), signal),
          timeout: (delayMs) => endAfter(delayMs, environment),
          random: () => this.#world.random.next(),
        }),
        secrets: code.createSecretsManagerSecretSource(secrets, id, environment),
        unsigned: createUnsignedCallbacks(undefined, id, silent),
        channels: {},
        log: silent,
      };
      return async (event: APIGatewayProxyEventV2) => {
        const request = toCallbackRequest(event);
        const deadline = this.#toDeadline(environment);
        return toHttpResult(await code.receiveCallback(request, provider, ports, deadline));
      };
    };
    const options = { name: id, timeoutMs: timeoutSeconds.callback * 1000, start };
    this.callbacks.set(id, new LambdaFunction(this.#world, options));
  }

  /** Ends what a callback still stores, in time for its response. */
  #toDeadline(environment: ExecutionEnvironment): AbortSignal {
    const delayMs = environment.remainingMs() - callbackLimits.reservedMs;
    const deadline = endAfter(delayMs, environment);
    deadline.addEventListener('abort', () => this.#world.tally.count('deadline of a callback'));
    return deadline;
  }

  #publisherPorts(environment: ExecutionEnvironment): PublisherPorts {
    const code = this.#code;
    const tableClient = this.table.clientFor(environment);
    const payloadClient = this.payloads.clientFor(environment);
    return {
      bus: code.createEventBridgeBus(this.bus.clientFor(environment), 'bus'),
      items: code.createDynamoDbItemStore(tableClient, 'events'),
      links: code.createDynamoDbLinkStore(tableClient, 'events', createKnownLinks(environment)),
      deadLetters: code.createS3DeadLetterStore(payloadClient, this.payloads.name),
      log: silent,
      waitMs: environment.sleep,
      listsConversations: this.#world.swarm.listsConversations,
      hasTime: () => environment.remainingMs() > maxCallMs,
      finished: new Set(),
    };
  }

  #startPublisher(environment: ExecutionEnvironment) {
    const code = this.#code;
    const ports = this.#publisherPorts(environment);
    return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
      const { faults, scheduler } = this.#world;
      if (faults.isPublisherBroken(scheduler.nowMs))
        throw new Error('a broken version is deployed');
      const isKilled = Records.some((record) => this.#isKiller(record));
      if (isKilled) {
        this.#world.scheduler.after(this.#world.random.integer(0, 50), () => environment.crash());
      }
      const itemIdentifier = await code.publishRecords(Records, ports);
      if (isKilled) await environment.sleep(environment.remainingMs());
      return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
    };
  }

  /** Whether a record crashes the function for every batch that contains it. */
  #isKiller({ dynamodb }: DynamoDBRecord): boolean {
    const { faults, random } = this.#world;
    const number = dynamodb?.SequenceNumber ?? '';
    if (faults.isRepaired || !faults.plan.killers) return false;
    if (this.#killers.size === 0 && random.chance(0.2)) this.#killers.add(number);
    const isKiller = this.#killers.has(number);
    if (isKiller) faults.count('record that kills the publisher');
    return isKiller;
  }

  #startMirror(environment: ExecutionEnvironment) {
    const code = this.#code;
    const { retentionDays } = this.#world.swarm;
    const tableClient = this.table.clientFor(environment);
    const handler = code.createMirrorHandler({
      locateMedia: createMediaLocator({
        sources: this.#mediaSources(environment),
        fetchJson: this.mediaServer.api.fetchFor(environment),
        now: environment.now,
      }),
      fetchMedia: this.mediaServer.fetchFor(environment),
      bucket: code.createS3MediaBucket(this.media.clientFor(environment), this.media.name),
      userHashKey,
      records: code.createDynamoDbEventStore(tableClient, { tableName: 'events', retentionDays }),
      history: code.createDynamoDbMediaHistory(tableClient, 'events'),
      visibility: code.createSqsRecordVisibility(this.queue.clientFor(environment)),
      maxReceiveCount,
      log: silent,
      now: environment.now,
      random: () => this.#world.random.next(),
    });
    return (event: SQSEvent) =>
      handler(event, { getRemainingTimeInMillis: () => environment.remainingMs() });
  }

  /** The media APIs of the providers that have one, with their secrets. */
  #mediaSources(environment: ExecutionEnvironment): Record<string, MediaSource> {
    const sources: Record<string, MediaSource> = {};
    const client = this.secrets.clientFor(environment);
    for (const [id, { manifest }] of this.providers) {
      const { mediaAccess } = manifest;
      if (mediaAccess === undefined) continue;
      const secrets = this.#code.createSecretsManagerSecretSource(client, id, environment);
      sources[id] = { access: toConfigured(mediaAccess, id), secrets };
    }
    return sources;
  }

  /** The rule `EventsWithMedia` and its target. */
  #deliverToQueue({ text, ...event }: BusEvent): void {
    const { scheduler, random, faults } = this.#world;
    if (!hasMedia(event)) return;
    const body = JSON.stringify({ ...event, version: '0', detail: JSON.parse(text) });
    if (faults.surprise('bus delivery to the dead-letter queue', faults.plan.perSurprise / 5)) {
      this.queue.deadLetters.send(body);
      return;
    }
    do scheduler.after(random.integer(10, 2_000), () => this.queue.send(body));
    while (faults.surprise('bus delivery repeated'));
  }
}

/** How to get files, as the mirror reads it from its environment. */
function toConfigured(access: MediaAccess, secretArn: string): MediaSource['access'] {
  return JSON.parse(JSON.stringify({ ...access, secretArn }));
}

/** A signal that ends in the time of the simulation. */
function endAfter(delayMs: number, environment: ExecutionEnvironment): AbortSignal {
  const timeout = new AbortController();
  void environment.sleep(delayMs).then(() => timeout.abort());
  return timeout.signal;
}
