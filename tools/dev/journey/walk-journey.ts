import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEventV2, DynamoDBRecord, SQSEvent } from 'aws-lambda';
import { environmentKeys, localMediaOriginKey } from '../../../shared/runtime/environment.ts';
import { endpointVariables } from '../../emulator/engines/endpoint-variables.ts';
import { readFixtures } from '../fixtures.ts';
import { type CannedAws, startCannedAws } from './canned-aws.ts';
import { traceModules } from './trace-modules.ts';

/** The callback of the journey: an image becomes an event and a file, which is the longest path. */
export const journeyFixture = { provider: 'incs', name: 'new_message.whatsapp-image' } as const;

/** One invocation on the path. */
export interface Stage {
  readonly name: string;
  /** The modules that no earlier stage entered, as paths in the repository, in order of entry. */
  readonly modules: readonly string[];
}

const root = new URL('../../../', import.meta.url);
const token = 'token-of-the-journey';
const context = { getRemainingTimeInMillis: () => 360_000 };

/**
 * Sends the callback through the handlers that Lambda invokes, all in this process: the provider's
 * function, the publisher, the media mirror, and the publisher again with `media.stored`. This function
 * takes the part of AWS between them.
 *
 * @param setVariables sets environment variables of this process, which the handlers read
 * @throws {AssertionError} when a stage fails: its modules would be those of another path
 */
export async function walkJourney(
  setVariables: (variables: Readonly<Record<string, string>>) => void,
): Promise<readonly Stage[]> {
  const file = readFileSync(new URL('fixtures/media/photo.jpg', root));
  const aws = await startCannedAws(JSON.stringify({ token }), file);
  try {
    setVariables(toEnvironment(aws.origin));
    // Imported here because handlers read the environment while they are loaded.
    const { createCallbackHandler } = await import('../../../functions/callback/create-handler.ts');
    const { loadProvider } = await import('../../../functions/providers/load-provider.ts');
    const callback = createCallbackHandler(await loadProvider(journeyFixture.provider));
    const publisher = await import('../../../functions/publisher/handler.ts');
    const mirror = await import('../../../functions/media-mirror/handler.ts');

    const publish = async () => {
      const record = toStreamRecord(aws);
      const response = await publisher.handler({ Records: [record] }, context);
      assert.deepEqual(response, { batchItemFailures: [] });
    };
    const stages = [
      await trace('callback', undefined, async () => {
        const response = await callback(toHttpEvent(aws.origin), context);
        assert.equal(response.statusCode, 200);
      }),
      await trace('publisher', 'functions/publisher/handler.ts', publish),
      await trace('media mirror', 'functions/media-mirror/handler.ts', async () => {
        const response = await mirror.handler(toSqsEvent(aws), context);
        assert.deepEqual(response, { batchItemFailures: [] });
      }),
      await trace('publisher, for media.stored', 'functions/publisher/handler.ts', publish),
    ];
    assert.deepEqual([...aws.objects.values()], [file]);
    assert.deepEqual(
      aws.entries.map(({ DetailType }) => DetailType),
      ['message.received', 'media.stored'],
    );
    return withoutRepeats(stages);
  } finally {
    aws.stop();
  }
}

/**
 * @param handler where Lambda enters, even if that module has no function of its own. The handler of a
 *   provider has no file: `lib/bundling` writes it
 */
async function trace(
  name: string,
  handler: string | undefined,
  work: () => Promise<void>,
): Promise<Stage> {
  const isOwn = (url: string) => /^(functions|shared)\//.test(toPath(url));
  const urls = await traceModules(isOwn, work);
  return { name, modules: [...(handler ? [handler] : []), ...urls.map(toPath)] };
}

function withoutRepeats(stages: readonly Stage[]): readonly Stage[] {
  const seen = new Set<string>();
  return stages.map(({ name, modules }) => {
    const isNew = (path: string) => !seen.has(path);
    const entered = [...new Set(modules)].filter(isNew);
    for (const path of entered) seen.add(path);
    return { name, modules: entered };
  });
}

function toPath(url: string): string {
  return url.startsWith(root.href) ? decodeURI(url.slice(root.href.length)) : url;
}

function toEnvironment(origin: string): Readonly<Record<string, string>> {
  return {
    // For each service: a variable of the shell for one service would win over one for all.
    ...Object.fromEntries(endpointVariables.map((variable) => [variable, origin])),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'journey',
    AWS_SECRET_ACCESS_KEY: 'journey',
    [environmentKeys.eventsTable]: 'events',
    [environmentKeys.providerSecret]: 'incs',
    [environmentKeys.eventBus]: 'tributary',
    [environmentKeys.mediaBucket]: 'media',
    [environmentKeys.payloadBucket]: 'payloads',
    [environmentKeys.mediaMaxReceiveCount]: '6',
    [environmentKeys.userHashKey]: 'the id of the stack',
    // Other lines would be mixed with the output.
    [environmentKeys.logLevel]: 'ERROR',
    [localMediaOriginKey]: origin,
  };
}

/** The fixture as API Gateway sends it, with its link to the file on this machine. */
function toHttpEvent(origin: string): APIGatewayProxyEventV2 {
  const { provider, name } = journeyFixture;
  const fixture = readFixtures(provider).find((each) => each.name === name);
  assert(fixture);
  const path = `/${provider}/${token}`;
  const http = { method: 'POST', path, sourceIp: '127.0.0.1' };
  const requestContext = { http, timeEpoch: Date.parse('2026-11-21T00:00:00Z') };
  // What the gateway does not read of an HTTP event is left out.
  return {
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    requestContext,
    body: fixture.payload.replaceAll('https://media.example', origin),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}

/** The newest item as the table's stream has it. */
function toStreamRecord({ items }: CannedAws): DynamoDBRecord {
  const NewImage = items.at(-1);
  assert(NewImage);
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: `${items.length}`, NewImage } };
}

/** The newest event as the rule of the mirror puts it into the queue. */
function toSqsEvent({ entries }: CannedAws): SQSEvent {
  const entry = entries.at(-1);
  assert(entry);
  const envelope = {
    source: entry.Source,
    'detail-type': entry.DetailType,
    detail: JSON.parse(entry.Detail),
  };
  // What the mirror does not read of an SQS record is left out.
  const record = {
    messageId: 'journey',
    body: JSON.stringify(envelope),
    attributes: { ApproximateReceiveCount: '1' },
  };
  return { Records: [record] } as unknown as SQSEvent;
}
