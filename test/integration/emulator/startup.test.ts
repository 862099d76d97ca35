import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../tools/emulator-client/emulator-error.ts';
import { startSampleGateway, withTemplate } from './sample-gateway.ts';

/** What keeps the emulator from starting is one line that says what to do. */
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

type Resources = Parameters<Parameters<typeof withTemplate>[0]>[0];

async function complaintAbout(change: (resources: Resources) => void): Promise<string> {
  const { directory, remove } = await withTemplate(change);
  cleanUps.push(remove);
  return complaintOf(startSampleGateway({ assemblyDirectory: directory }));
}

async function complaintOf(start: ReturnType<typeof startSampleGateway>): Promise<string> {
  const complaint = await start.then(
    async (gateway) => {
      await gateway.close();
      return undefined;
    },
    (error: unknown) => error,
  );
  expect(complaint).toBeInstanceOf(EmulatorError);
  const { message } = complaint as EmulatorError;
  expect(message).not.toContain('\n');
  return message;
}

describe('a template', () => {
  it('with a type that the emulator does not know is refused by name', async () => {
    const complaint = await complaintAbout((resources) => {
      resources.Clock = { Type: 'AWS::Scheduler::Schedule', Properties: {} };
    });

    expect(complaint).toBe(
      'the emulator does not know AWS::Scheduler::Schedule (Clock): add it to tools/emulator/resources/deploy.ts, with what it does or among those without effect',
    );
  });

  it('without a grant is refused, as it would fail on AWS', async () => {
    const complaint = await complaintAbout((resources) => {
      delete resources.QueuePolicy;
    });

    expect(complaint).toMatch(/^Rule .* would fail on AWS: the policy of .* events.amazonaws.com$/);
  });

  it('whose mapping cannot read its source is refused, as Lambda does', async () => {
    const complaint = await complaintAbout(({ StreamReaderRole }) => {
      if (StreamReaderRole) StreamReaderRole.Properties.Policies = [];
    });

    expect(complaint).toMatch(/^Lambda refuses StreamMapping: the role .* does not allow/);
  });

  it('whose queue hides messages for less time than its function may take is refused', async () => {
    const complaint = await complaintAbout(({ QueueReaderFunction }) => {
      if (QueueReaderFunction) QueueReaderFunction.Properties.Timeout = 5;
    });

    expect(complaint).toMatch(/^Lambda refuses QueueMapping: the visibility timeout of Queue/);
  });
});

describe('an assembly', () => {
  it('that is not there is asked for', async () => {
    const complaint = await complaintOf(startSampleGateway({ assemblyDirectory: 'no/such' }));

    expect(complaint).toBe(
      'no/such/manifest.json cannot be read: give the directory that `cdk synth` wrote',
    );
  });
});

describe('this machine', () => {
  it('whose port is in use is told so', async () => {
    const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;

    expect(await complaintOf(startSampleGateway({ port }))).toBe(
      `port ${port} is in use: stop what uses it, or choose another one with --port`,
    );
  });

  it('whose port a gateway has is told of that', async () => {
    const first = await startSampleGateway();
    cleanUps.push(() => first.close());

    expect(await complaintOf(startSampleGateway({ port: first.port }))).toBe(
      `an emulator runs on port ${first.port} already (process ${process.pid}): stop it, or choose another port with --port`,
    );
  });

  it('runs one gateway on a data directory', async () => {
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'tributary-data-'));
    cleanUps.push(() => rm(dataDirectory, { recursive: true }));
    const first = await startSampleGateway({ dataDirectory });
    cleanUps.push(() => first.close());

    expect(await complaintOf(startSampleGateway({ dataDirectory }))).toContain(
      `the gateway on port ${first.port}`,
    );
  });

  it('is asked for the directory when the stored table has other keys', async () => {
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'tributary-data-'));
    cleanUps.push(() => rm(dataDirectory, { recursive: true }));
    await (await startSampleGateway({ dataDirectory })).close();
    const { directory, remove } = await withTemplate(({ Table }) => {
      if (!Table) return;
      Table.Properties.AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' }];
      Table.Properties.KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
    });
    cleanUps.push(remove);

    const complaint = await complaintOf(
      startSampleGateway({ dataDirectory, assemblyDirectory: directory }),
    );

    expect(complaint).toContain('remove the data directory');
  });
});
