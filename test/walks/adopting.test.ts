import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClients } from '../../tools/emulator-client/aws-clients.ts';
import { readEmulatorApp } from '../../tools/emulator-client/emulator-pages.ts';
import { eventually } from '../support/eventually.ts';
import { type Adopter, createAdopter, type StartedApp } from './adopter.ts';

/** From an empty folder to one's own subscriber, with the commands of README and the files that `init` writes. */
let adopter: Adopter;
let started: StartedApp | undefined;

beforeAll(async () => {
  adopter = await createAdopter();
});

afterAll(async () => {
  await started?.stop();
  await adopter?.remove();
});

interface CallbackUrls {
  readonly [provider: string]: { readonly api: string };
}

const urlsOf = async ({ port }: StartedApp, options = ''): Promise<CallbackUrls> =>
  JSON.parse(await adopter.run(`npx tributary urls --local --port ${port} ${options}`));

async function sendText(url: string | undefined, id: string): Promise<number> {
  const payload = await adopter.read(
    'node_modules/tributary-gateway/fixtures/incs/new_message.whatsapp-text.payload.json',
  );
  const body = JSON.parse(payload.replace(/"wamid\.[^"]*"/, JSON.stringify(`wamid.${id}`)));
  const { status } = await fetch(url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return status;
}

describe('an empty folder', () => {
  it('becomes an app that is tested and synthesized', async () => {
    await adopter.run('npm init -y');
    await adopter.run(`npm i ${adopter.tarball} aws-cdk-lib constructs`);
    const written = await adopter.run('npx tributary init');
    expect(written).toMatch(
      /wrote {3}bin\/gateway\.ts\n.*changed package\.json\n.*npx cdk deploy/s,
    );
    await adopter.run('npm i');
    expect(await adopter.run('npm test')).toMatch(/4 passed/);
    const { code, out, errors } = await adopter.type('npx cdk synth -q');
    // No line looks like a fault. npm may say that there is a newer npm.
    const lines = `${out}${errors}`.split('\n').filter((line) => !/^(npm .*)?$/.test(line));
    expect({ code, lines }).toEqual({ code: 0, lines: [] });
  });

  it('is not written twice', async () => {
    const before = await adopter.read('package.json');
    const { code, errors } = await adopter.type('npx tributary init');
    expect({ code, errors }).toEqual({
      code: 1,
      errors: expect.stringMatching(/^cdk\.json exists: this folder has an app already\. .*\n$/),
    });
    expect(await adopter.read('package.json')).toBe(before);
  });

  it('knows its version and explains its commands', async () => {
    expect(await adopter.run('npx tributary-gateway --version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await adopter.run('npx tributary --help');
    expect(help).toMatch(/^usage: npx tributary <command>.*\n {2}new-provider /s);
    expect(help).not.toContain('npm run');
    const mistake = await adopter.type('npx tributary start --prot 1');
    expect(mistake).toMatchObject({
      code: 2,
      errors: "Unknown option '--prot'\nsee: npx tributary start --help\n",
    });
  });
});

describe('the app on the emulator', () => {
  it('takes a callback of INCS, and has its event', async () => {
    started = await adopter.start();
    expect(started.text).toMatch(/^ {2}incs +http:.*^ {2}npx tributary tail .*--since-start$/ms);
    const urls = await urlsOf(started);
    expect(await sendText(urls.incs?.api, 'FIRST')).toBe(200);

    const { port, origin } = started;
    const tail = `npx tributary tail --port ${port} --since-start --count 1`;
    expect(JSON.parse(await adopter.run(tail))).toMatchObject({
      'detail-type': 'message.received',
      detail: { data: { message: { id: 'wamid.FIRST' } } },
    });
    const events = await (await fetch(`${origin}/_local/events?since=0`)).text();
    expect(events).toContain('"wamid.FIRST"');
    // The fixtures are in the package: each callback is a new one.
    const trigger = `npx tributary trigger message.received --with content.kind=image --port ${port} --json`;
    const triggered = [1, 2].map(async () => JSON.parse(await adopter.run(trigger)).events[0].id);
    const ids = await Promise.all(triggered);
    expect(new Set(ids).size).toBe(2);
    const listen = `npx tributary listen --port ${port} --since-start --type media.stored --count 2`;
    const passed = await adopter.run(`${listen} --exec 'cat >> stored.jsonl' --json`);
    expect(passed.match(/"outcome":"delivered"/g)).toHaveLength(2);
    expect((await adopter.read('stored.jsonl')).trim().split('\n')).toHaveLength(2);
    await adopter.run(`npx tributary doctor --port ${port}`);
    expect(await (await fetch(origin)).text()).toMatch(/^<!doctype html>/);
    await started.stop();
  });
});

describe('the app with more in it', () => {
  it('has a provider of its own, which passes the contract', async () => {
    await adopter.run('npx tributary new-provider acme --name Acme');
    expect(await adopter.type('npm test')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('it has no golden: run npx tributary golden acme'),
    });
    expect(await adopter.run('npx tributary golden acme')).toContain('message.expected.json');
    const configuration = await adopter.read('gateway.config.ts');
    await adopter.write(
      'gateway.config.ts',
      configuration
        .replace('import { incs }', 'import { incs, providerFrom }')
        .replace('[incs()]', "[incs(), providerFrom('./providers/acme')]"),
    );
    await adopter.run('npm test');
  });

  it('runs a subscriber, a second gateway and one in a stage beside the first', async () => {
    await adopter.run('npm i -D @aws-sdk/client-dynamodb');
    await adopter.write('bin/inbox.handler.ts', inboxHandler);
    await adopter.write('bin/inbox.ts', inbox);
    const app = await adopter.read('bin/gateway.ts');
    await adopter.write(
      'bin/gateway.ts',
      app
        .replace(/^new Gateway.*/m, gateways)
        .replace(
          'import stages',
          "import { incs } from 'tributary-gateway/providers';\nimport { Inbox } from './inbox.ts';\nimport stages",
        )
        .replace('{ App, Stack }', '{ App, Stack, Stage }'),
    );
    await adopter.run('npx tsc');

    started = await adopter.start();
    const { port, origin } = started;
    const { gateways: running, stacks, awsEndpoint } = await readEmulatorApp(origin);
    expect(running.map(({ name }) => name)).toEqual([
      'tributary-prod',
      'tributary-prod-Second',
      'Europe-Messaging-Gateway',
    ]);
    expect(stacks.map(({ name }) => name)).toContain('inbox');
    const texts = `'{"detail":{"data":{"message":{"content":{"kind":["text"]}}}}}'`;
    for (const { name } of running) {
      const urls = await urlsOf(started, `--gateway ${name}`);
      expect(await sendText(urls.incs?.api, name)).toBe(200);
      const tail = `npx tributary tail --port ${port} --gateway ${name} --since-start --pattern ${texts}`;
      const ids = (await adopter.run(`${tail} --count ${name === 'tributary-prod' ? 2 : 1}`))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).detail.data.message.id);
      // The first one has kept its state.
      expect(ids).toEqual(
        name === 'tributary-prod' ? ['wamid.FIRST', `wamid.${name}`] : [`wamid.${name}`],
      );
    }
    const sent = await adopter.run(
      `npx tributary send --port ${port} --gateway tributary-prod acme/message`,
    );
    expect(sent).toMatch(/^200 /);

    const { dynamodb } = createClients(awsEndpoint, 'owner');
    const TableName = String(stacks.find(({ name }) => name === 'inbox')?.outputs.Texts);
    await eventually(async () => {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
      expect(Items.map(({ id }) => id?.S).sort()).toEqual(['1', 'wamid.tributary-prod']);
    });
    await started.stop();
  });
});

const gateways = `const gateway = new Gateway(stack, 'Default', props);
new Gateway(stack, 'Second', { providers: [incs()] });
const europe = new Stage(app, 'Europe', { env: { account: '111122223333', region: 'eu-west-1' } });
new Gateway(new Stack(europe, 'Messaging'), 'Gateway', { providers: [incs()] });
new Inbox(app, 'inbox', gateway);`;

/** A subscriber in a stack of its own, which imports the bus of the gateway's stack. */
const inbox = `import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import type { Gateway } from 'tributary-gateway/cdk';
import { eventPattern, Subscription } from 'tributary-gateway/subscriptions';

export class Inbox extends Stack {
  constructor(scope: Construct, id: string, gateway: Gateway) {
    super(scope, id);
    const table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    const handler = new NodejsFunction(this, 'Handler', {
      entry: 'bin/inbox.handler.ts',
      environment: { TABLE: table.tableName },
    });
    table.grantWriteData(handler);
    new Subscription(this, 'Texts', {
      busArn: gateway.bus.eventBusArn,
      pattern: eventPattern(['message.received']),
      to: { function: handler },
    });
    new CfnOutput(this, 'TextsOutput', { value: table.tableName }).overrideLogicalId('Texts');
  }
}
`;

const inboxHandler = `import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createHandler } from 'tributary-gateway/handler';

const dynamodb = new DynamoDBClient();

export const handler = createHandler(['message.received'], {
  'message.received': async ({ detail }) => {
    const Item = { id: { S: detail.data.message.id } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
  },
});
`;
