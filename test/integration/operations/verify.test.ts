import { setTimeout } from 'node:timers/promises';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../../functions/providers/registry.ts';
import { eventually } from '../../support/eventually.ts';
import { listingAssembly } from '../listing-assembly.ts';
import { type FaultyTable, startFaultyTable } from './faulty-table.ts';
import { type OperatedGateway, type Ran, startOperatedGateway } from './operated-gateway.ts';

/** The gateway lists conversations by day: that is one more thing to erase. */
const assembly = listingAssembly();
let table: FaultyTable;
let gateway: OperatedGateway;

beforeAll(async () => {
  table = await startFaultyTable();
  gateway = await startOperatedGateway({
    assemblyDirectory: assembly.directory,
    replacements: { AWS_ENDPOINT_URL_DYNAMODB: table.endpoint },
  });
  // Meta signs. Before a function has read the secret, which it reads again only after minutes.
  const { secretsManager } = gateway.aws;
  const SecretId = gateway.output('MetaSecretArn');
  const { SecretString = '' } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
  const signing = {
    ...JSON.parse(SecretString),
    signingKeys: ['0123456789abcdef'],
    // It signs with the key of the provider.
    connections: { shop: { token: 'the-token-of-the-shop' } },
  };
  await secretsManager.send(
    new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(signing) }),
  );
});

afterAll(async () => {
  await gateway.close();
  await table.close();
  assembly.remove();
});

/** @param seconds how long to wait for what does not arrive; enough for what does, on a busy machine */
function verify(seconds = 300): Promise<Ran> {
  return gateway.tributary('verify', '--yes', '--wait', String(seconds));
}

const notOk = ({ results }: Ran, state: string) =>
  results
    .filter((result) => result.state === state)
    .map(({ subject, check }) => `${subject}: ${check}`)
    .sort();

const failuresOf = (ran: Ran) => notOk(ran, 'failed');

/** Everything that the gateway stores. */
async function readEstate() {
  const { Items = [] } = await gateway.aws.dynamodb.send(
    new ScanCommand({ TableName: gateway.output('EventsTableName') }),
  );
  const objects = await Promise.all(
    ['MediaBucketName', 'PayloadBucketName'].map(async (bucket) => {
      const { Contents = [] } = await gateway.aws.s3.send(
        new ListObjectsV2Command({ Bucket: gateway.output(bucket) }),
      );
      return Contents.map(({ Key = '' }) => Key);
    }),
  );
  return { records: Items.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`), objects: objects.flat() };
}

describe('verify on a healthy gateway', () => {
  it('shows what it would do, and does nothing', async () => {
    const ran = await gateway.tributary('verify');
    expect(ran).toMatchObject({
      code: 0,
      results: [{ dryRun: true, endpoints: 2 * providers.length, rules: [] }],
    });
    expect(await readEstate()).toEqual({ records: [], objects: [] });
  });

  it('finds every promise of every provider and endpoint kept', async () => {
    const ran = await verify();
    expect(failuresOf(ran)).toEqual([]);
    expect(ran.code).toBe(0);
    const ok = notOk(ran, 'ok');
    for (const provider of ['incs', 'innopaas', 'itnio', 'meta', 'twilio']) {
      for (const endpoint of ['api', 'functionUrl']) {
        for (const check of ['response', 'record', 'duplicate', 'event', 'wrong token']) {
          expect(ok).toContain(`${provider} ${endpoint}: ${check}`);
        }
      }
      expect(ok).toContain(`${provider} api: quarantine event`);
    }
    expect(ok.filter((each) => each.includes('connection'))).toEqual([
      'meta api: connection shop',
      'meta functionUrl: connection shop',
    ]);
    const files = ok.filter((each) => each.endsWith('file'));
    // With a hash of the file in the callback, and without one.
    expect(files).toEqual(expect.arrayContaining(['incs api: file', 'twilio api: file']));
    expect(notOk(ran, 'not checked')).toContain('meta api: file');
    // Only Meta has a signing key here.
    expect(ok.filter((each) => each.endsWith('wrong signature'))).toEqual([
      'meta api: wrong signature',
      'meta functionUrl: wrong signature',
    ]);
  });

  it('erases everything that it has sent', async () => {
    expect(await readEstate()).toEqual({ records: [], objects: [] });
  });

  it('says for everything that it did not check how to do it by hand', async () => {
    const { results } = await verify();
    expect(results.filter(({ state }) => state === 'failed')).toEqual([]);
    const unchecked = results.filter(({ state }) => state === 'not checked');
    expect(unchecked.length).toBeGreaterThan(5);
    for (const result of unchecked) expect(result.text, String(result.check)).not.toBe('');
  });
});

describe('verify after a run that was killed', () => {
  it('erases what that run has left', async () => {
    const startedAt = new Date('2026-01-02T03:04:05.678Z');
    const id = `wamid.tributary-verify-${startedAt.getTime().toString(36)}-incs-api`;
    const TableName = gateway.output('EventsTableName');
    const put = (pk: string, sk: string) =>
      gateway.aws.dynamodb.send(
        new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: sk } } }),
      );
    await put('audit#verify', startedAt.toISOString());
    await put(`message#incs#${id}`, 'message');
    await put(`message#incs#${id}`, 'media#0#stored');
    await put('message#incs#wamid.of-a-user', 'message');
    const { code, results } = await verify();
    expect(code).toBe(0);
    expect(results).toContainEqual(
      expect.objectContaining({
        check: 'erased',
        text: expect.stringMatching(/^2 records and .* were left of a run of 2026-01-02T03:04:05/),
      }),
    );
    expect((await readEstate()).records).toEqual(['message#incs#wamid.of-a-user message']);
  });
});

describe('verify that is interrupted', () => {
  it('erases what it has sent, and the next run what arrives later', async () => {
    const calls = { caller: 'Publisher', operation: 'GetRecords' };
    const fault = table.break(calls, 'AccessDeniedException');
    const slow = table.break({ caller: 'Incs', operation: 'PutItem' }, 'hangs');
    const listeners = process.listenerCount('SIGINT');
    const running = verify();
    await eventually(async () => {
      expect((await readEstate()).records).toContainEqual(
        expect.stringMatching(/^message#.*tributary-verify-/),
      );
      expect(slow.hits()).toBeGreaterThan(0);
    });
    process.emit('SIGINT');
    // What is under way will be stored: nothing can be erased before.
    let isOver = false;
    void running.finally(() => {
      isOver = true;
    });
    await setTimeout(2_000);
    expect(isOver).toBe(false);
    expect((await readEstate()).records.join()).toContain('tributary-verify-');
    slow.repair();
    const ran = await running;
    fault.repair();
    expect(ran.code).toBe(1);
    expect(failuresOf(ran)).toEqual([]);
    expect(ran.errors).toContain('interrupted: waiting for the last responses');
    expect(process.listenerCount('SIGINT')).toBe(listeners);
    const left = await readEstate();
    expect(left.objects).toEqual([]);
    expect(left.records).toContainEqual(expect.stringMatching(/^audit#verify /));
    expect(left.records.join()).not.toContain('tributary-verify');
    expect((await verify()).code).toBe(0);
    // By now, what waited for the publisher has arrived.
    expect((await verify()).code).toBe(0);
    expect(await readEstate()).toEqual({ ...left, objects: [] });
  });
});
