import { createServer } from 'node:http';
import {
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../../tools/emulator/listen-on-loopback.ts';
import { type AssemblyBreaker, breakAssembly } from '../integration/operations/broken-assembly.ts';
import { type FaultyTable, startFaultyTable } from '../integration/operations/faulty-table.ts';
import {
  type OperatedGateway,
  type Ran,
  startOperatedGateway,
} from '../integration/operations/operated-gateway.ts';
import { type LyingBuckets, startLyingBuckets } from './lying-buckets.ts';

const signingKey = '0123456789abcdef';

/** The key with which verify makes a signature that must be refused. */
const wrongKey = [...signingKey].reverse().join('-');

/** The checks that some test of this file has seen fail. */
const seenRed = new Set<string>();

/** The checks that passed on a gateway in order. */
const seenGreen = new Set<string>();

/** Seconds after which everything has arrived, also on a machine that is busy with other work. */
const untilAllArrives = 240;

/** @param seconds how long to wait for what does not arrive; enough for what does, on a busy machine */
async function verify(gateway: OperatedGateway, seconds = 15): Promise<Ran> {
  const ran = await gateway.tributary('verify', '--yes', '--wait', String(seconds));
  for (const { state, check } of ran.results) if (state === 'failed') seenRed.add(String(check));
  return ran;
}

/** `<subject>: <check>` of every result that has failed. */
function failuresOf({ results }: Ran): readonly string[] {
  return results
    .filter(({ state }) => state === 'failed')
    .map(({ subject, check }) => `${subject}: ${check}`)
    .sort();
}

/** Expects exactly these failures; shows the texts of all if there are others. */
function expectFailures(ran: Ran, expected: readonly string[]): void {
  const failed = ran.results.filter(({ state }) => state === 'failed');
  const texts = failed.map(({ subject, check, text }) => `${subject}: ${check}: ${text}`);
  expect(failuresOf(ran), texts.join('\n')).toEqual(expected);
}

/** The checks that have failed, each once. */
function failedChecks(ran: Ran): readonly string[] {
  const checks = failuresOf(ran).map((each) => each.split(': ')[1] ?? '');
  return [...new Set(checks)].sort();
}

type Secret = Readonly<Record<string, unknown>>;

const withKeys =
  (...signingKeys: readonly string[]) =>
  (secret: Secret): Secret => ({ ...secret, signingKeys });

/** @returns a function that undoes it */
async function changeSecret(
  { aws: { secretsManager }, output }: OperatedGateway,
  provider: string,
  change: (secret: Secret) => Secret,
): Promise<() => Promise<unknown>> {
  const SecretId = output(`${provider}SecretArn`);
  const { SecretString = '' } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
  const put = (text: string) =>
    secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: text }));
  await put(JSON.stringify(change(JSON.parse(SecretString))));
  return () => put(SecretString);
}

describe('verify finds a promise that is broken', () => {
  let table: FaultyTable;
  let buckets: LyingBuckets;
  let gateway: OperatedGateway;

  beforeAll(async () => {
    table = await startFaultyTable();
    buckets = await startLyingBuckets();
    gateway = await startOperatedGateway({
      replacements: {
        AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
        AWS_ENDPOINT_URL_S3: buckets.endpoint,
      },
    });
    // Before the function has read the secret, which it reads again only after minutes.
    await changeSecret(gateway, 'Meta', withKeys(signingKey));
    const healthy = await verify(gateway, untilAllArrives);
    for (const { state, check } of healthy.results) {
      if (state === 'ok') seenGreen.add(String(check));
    }
    expectFailures(healthy, []);
  });

  afterAll(async () => {
    await gateway.close();
    await buckets.close();
    await table.close();
  });

  it('the table denies the writes of a function', async () => {
    const fault = table.break({ caller: 'Incs', operation: 'PutItem' }, 'AccessDeniedException');
    const ran = await verify(gateway);
    fault.repair();
    expect(ran.code).toBe(1);
    expectFailures(ran, [
      'incs api: quarantine',
      'incs api: response',
      'incs functionUrl: response',
    ]);
    const response = ran.results.find(
      ({ subject, check }) => subject === 'incs api' && check === 'response',
    );
    expect(response).toMatchObject({
      text: expect.stringMatching(/^127\.0\.0\.1:\d+ responds with 503 instead of 200$/),
      remedy: 'docs/operations.md#callbacks-failing',
    });
  });

  it('the publisher is stopped; what it publishes later is erased by the next run', async () => {
    const calls = { caller: 'Publisher', operation: 'GetRecords' };
    const fault = table.break(calls, 'AccessDeniedException');
    const ran = await verify(gateway, 2);
    fault.repair();
    expect(failedChecks(ran)).toEqual(['event', 'file', 'quarantine event']);
    expect(ran.results.filter(({ check }) => check === 'erased')).toMatchObject([
      { state: 'ok', text: expect.stringContaining('a later run erases') },
    ]);
    const next = await verify(gateway, untilAllArrives);
    expectFailures(next, []);
    expect(next.results.filter(({ check }) => check === 'erased')).toMatchObject([
      { text: expect.stringContaining('were left of a run of') },
      { subject: 'this run', state: 'ok' },
    ]);
  });

  it('the mirror may not read its history', async () => {
    const fault = table.break({ caller: 'Mirror', operation: 'Query' }, 'AccessDeniedException');
    const ran = await verify(gateway);
    fault.repair();
    const files = ran.results.filter(
      ({ check, state }) => check === 'file' && state !== 'not checked',
    );
    expectFailures(ran, files.map(({ subject }) => `${subject}: file`).sort());
    expect(failuresOf(ran)).toContain('incs api: file');
  });

  it('a secret has a mistake', async () => {
    const repair = await changeSecret(gateway, 'Itnio', () => ({}));
    const ran = await verify(gateway, untilAllArrives);
    await repair();
    expectFailures(ran, ['itnio: secret']);
  });

  it('a function fails at what it has stored before', async () => {
    // Two messages and a body that is quarantined come first, or one of them and a repetition.
    const calls = { caller: 'Incs', operation: 'PutItem', after: 3 };
    const fault = table.break(calls, 'AccessDeniedException');
    const ran = await verify(gateway);
    fault.repair();
    expect(failedChecks(ran)).toContain('duplicate');
  });

  it('the media bucket has other bytes than the mirror has stored', async () => {
    buckets.lie('changes bytes', gateway.output('MediaBucketName'));
    const ran = await verify(gateway, untilAllArrives);
    buckets.beHonest();
    expect(failedChecks(ran)).toEqual(['file']);
    expect(failuresOf(ran)).toContain('incs api: file');
  });

  async function countPayloads() {
    const Bucket = gateway.output('PayloadBucketName');
    const { KeyCount } = await gateway.aws.s3.send(new ListObjectsV2Command({ Bucket }));
    return KeyCount;
  }

  it('the payload bucket keeps what is deleted; the next run erases it', async () => {
    buckets.lie('keeps what is deleted', gateway.output('PayloadBucketName'));
    const ran = await verify(gateway, untilAllArrives);
    buckets.beHonest();
    expectFailures(ran, ['this run: erased']);
    expect(ran.results.find(({ subject }) => subject === 'this run')).toMatchObject({
      text: expect.stringMatching(/^after the erasure there is still \S+, and \d+ more$/),
    });
    expect(await countPayloads()).toBeGreaterThan(0);
    expectFailures(await verify(gateway, untilAllArrives), []);
    expect(await countPayloads()).toBe(0);
  });

  it('the payload bucket has something after the erasure: it is erased once more', async () => {
    buckets.lie('keeps it until it is asked', gateway.output('PayloadBucketName'));
    expectFailures(await verify(gateway, untilAllArrives), []);
    expect(await countPayloads()).toBe(0);
  });

  it('the trigger of the publisher is disabled', async () => {
    const { lambda } = gateway.aws;
    const FunctionName = gateway.output('PublisherFunctionName');
    const { EventSourceMappings: [mapping] = [] } = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName }),
    );
    const set = (Enabled: boolean) =>
      lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled }));
    await set(false);
    const ran = await verify(gateway, 2);
    await set(true);
    expect(failedChecks(ran)).toEqual(['event', 'file', 'quarantine event', 'trigger']);
  });
});

describe('verify finds what is wrong in a deployment', () => {
  async function verifyBroken(
    apply: (breaker: AssemblyBreaker) => void,
    seconds?: number,
    prepare: (gateway: OperatedGateway) => Promise<unknown> = async () => {},
  ): Promise<Ran> {
    const assembly = breakAssembly(apply);
    const gateway = await startOperatedGateway({ assemblyDirectory: assembly.directory });
    try {
      await prepare(gateway);
      return await verify(gateway, seconds);
    } finally {
      await gateway.close();
      assembly.remove();
    }
  }

  it('the publisher may not use the bus, and a function accepts a signature by another key', async () => {
    const ran = await verifyBroken(
      ({ deny }) => deny('PublisherPublish', 'events:PutEvents'),
      2,
      (gateway) => changeSecret(gateway, 'Messenger', withKeys(signingKey, wrongKey)),
    );
    expect(failedChecks(ran)).toEqual(['event', 'file', 'quarantine event', 'wrong signature']);
  });

  it('a function accepts everything and stores nothing, the quarantine is denied, the mirror is off', async () => {
    const ran = await verifyBroken(({ deny, change, replaceCode }) => {
      replaceCode('Incs', 'export const handler = async () => ({ statusCode: 200, body: "" });');
      deny('Innopaas', 's3:PutObject');
      change('MediaMirrorEventsWithMedia', { State: 'DISABLED' });
    });
    const known = /^(incs|innopaas|itnio) /;
    // The mirror is off for all providers.
    const others = failuresOf(ran).filter((line) => !known.test(line));
    expect(others.filter((line) => !line.endsWith(' api: file'))).toEqual([]);
    expect(failuresOf(ran).filter((line) => known.test(line))).toEqual([
      'incs api: event',
      'incs api: file',
      'incs api: quarantine',
      'incs api: record',
      'incs api: wrong token',
      'incs functionUrl: event',
      'incs functionUrl: record',
      'incs functionUrl: wrong token',
      'innopaas api: file',
      'innopaas api: quarantine',
      'itnio api: file',
    ]);
  });

  it('the bus accepts events and drops them', async () => {
    const bus = await startDroppingBus();
    const gateway = await startOperatedGateway({
      replacements: { AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint },
    });
    const ran = await verify(gateway, 2);
    await gateway.close();
    await bus.close();
    expect(failedChecks(ran)).toEqual(['event', 'file', 'quarantine event']);
  });
});

it('every check that passes on a gateway in order was seen to fail', () => {
  // Unit tests see these fail: a lag of minutes, and a file of this repository that is missing.
  const elsewhere = ['lag', 'test picture'];
  expect([...seenGreen].filter((check) => !seenRed.has(check)).sort()).toEqual(elsewhere);
});

/** EventBridge, except that no event reaches a rule. */
async function startDroppingBus() {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const input = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    const entries: readonly unknown[] = input.Entries ?? [];
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(
      JSON.stringify({
        EventBusArn: `arn:aws:events:us-east-1:000000000000:event-bus/${input.Name}`,
        RuleArn: `arn:aws:events:us-east-1:000000000000:rule/${input.Name}`,
        Rules: [],
        FailedEntryCount: 0,
        Entries: entries.map((_, index) => ({ EventId: String(index) })),
      }),
    );
  });
  const port = await listenOnLoopback(server, 0);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
