import { createServer } from 'node:http';
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

/** @param seconds how long to wait for what does not arrive; enough for what does, on a busy machine */
function verify(gateway: OperatedGateway, seconds = 15): Promise<Ran> {
  return gateway.tributary('verify', '--yes', '--wait', String(seconds));
}

/** `<subject>: <check>` of every result that has failed. */
function failuresOf({ results }: Ran): readonly string[] {
  return results
    .filter(({ state }) => state === 'failed')
    .map(({ subject, check }) => `${subject}: ${check}`)
    .sort();
}

describe('verify finds a promise that is broken', () => {
  let table: FaultyTable;
  let gateway: OperatedGateway;

  beforeAll(async () => {
    table = await startFaultyTable();
    gateway = await startOperatedGateway({
      replacements: { AWS_ENDPOINT_URL_DYNAMODB: table.endpoint },
    });
    expect(failuresOf(await verify(gateway, 60))).toEqual([]);
  }, 180_000);

  afterAll(async () => {
    await gateway.close();
    await table.close();
  });

  it('the table denies the writes of a function', async () => {
    const fault = table.break({ caller: 'Incs', operation: 'PutItem' }, 'AccessDeniedException');
    const ran = await verify(gateway);
    fault.repair();
    expect(ran.code).toBe(1);
    expect(failuresOf(ran)).toEqual([
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
    const checks = new Set(failuresOf(ran).map((each) => each.split(': ')[1]));
    expect([...checks].sort()).toEqual(['event', 'file', 'quarantine event']);
    expect(ran.results.filter(({ check }) => check === 'erased')).toMatchObject([
      { state: 'ok', text: expect.stringContaining('a later run erases') },
    ]);
    const next = await verify(gateway, 60);
    expect(failuresOf(next)).toEqual([]);
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
    expect(failuresOf(ran)).toEqual(files.map(({ subject }) => `${subject}: file`).sort());
    expect(failuresOf(ran)).toContain('incs api: file');
  });

  it('a secret has a mistake', async () => {
    const { secretsManager } = gateway.aws;
    const SecretId = gateway.output('ItnioSecretArn');
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
    await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: '{}' }));
    const ran = await verify(gateway, 60);
    await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
    expect(failuresOf(ran)).toEqual(['itnio: secret']);
  });
});

describe('verify finds what is wrong in a deployment', () => {
  async function verifyBroken(
    apply: (breaker: AssemblyBreaker) => void,
    seconds?: number,
  ): Promise<Ran> {
    const assembly = breakAssembly(apply);
    const gateway = await startOperatedGateway({ assemblyDirectory: assembly.directory });
    try {
      return await verify(gateway, seconds);
    } finally {
      await gateway.close();
      assembly.remove();
    }
  }

  it('the publisher may not use the bus', async () => {
    const ran = await verifyBroken(({ deny }) => deny('PublisherPublish', 'events:PutEvents'), 2);
    const checks = new Set(failuresOf(ran).map((each) => each.split(': ')[1]));
    expect([...checks].sort()).toEqual(['event', 'file', 'quarantine event']);
  }, 120_000);

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
  }, 120_000);

  it('the bus accepts events and drops them', async () => {
    const bus = await startDroppingBus();
    const gateway = await startOperatedGateway({
      replacements: { AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint },
    });
    const ran = await verify(gateway, 2);
    await gateway.close();
    await bus.close();
    const checks = new Set(failuresOf(ran).map((each) => each.split(': ')[1]));
    expect([...checks].sort()).toEqual(['event', 'file', 'quarantine event']);
  }, 120_000);
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
