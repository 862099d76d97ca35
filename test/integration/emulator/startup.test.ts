import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  descriptionOutput,
  writeDescription,
} from '../../../shared/runtime/gateway-description.ts';
import { describeOmissions } from '../../../tools/emulator/template/omissions.ts';
import { EmulatorError } from '../../../tools/emulator-client/emulator-error.ts';
import { startSampleGateway, withTemplate } from './sample-gateway.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

type Resources = Parameters<Parameters<typeof withTemplate>[0]>[0];

/** Every error that prevents a start is one line, which says what to do. The stack is that of a gateway. */
async function failureWith(change: (resources: Resources) => void): Promise<string> {
  const { directory, remove } = await withTemplate((resources, outputs) => {
    change(resources);
    const Value = writeDescription({ version: '0.0.0', name: 'sample', providers: [] });
    outputs[descriptionOutput] = { Value };
  });
  cleanUps.push(remove);
  return failureOf(startSampleGateway({ assemblyDirectory: directory }));
}

/** What is left out of a stack without a gateway. */
async function omissionsWith(change: (resources: Resources) => void): Promise<readonly string[]> {
  const { directory, remove } = await withTemplate(change);
  cleanUps.push(remove);
  const emulator = await startSampleGateway({ assemblyDirectory: directory });
  cleanUps.push(() => emulator.close());
  expect((await emulator.request('echo')).status).toBeLessThan(500);
  return describeOmissions(emulator.omissions);
}

async function failureOf(start: ReturnType<typeof startSampleGateway>): Promise<string> {
  const failure = await start.then(
    async (gateway) => {
      await gateway.close();
      return undefined;
    },
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(EmulatorError);
  const { message } = failure as EmulatorError;
  expect(message).not.toContain('\n');
  return message;
}

describe('the template of a gateway', () => {
  it('with an unknown resource type is refused', async () => {
    const failure = await failureWith((resources) => {
      resources.Clock = { Type: 'AWS::Scheduler::Schedule', Properties: {} };
    });

    expect(failure).toBe(
      'Sample/Clock (AWS::Scheduler::Schedule): the emulator does not run this type of resource',
    );
  });

  it('without a required grant is refused, because it would fail on AWS', async () => {
    const failure = await failureWith((resources) => {
      delete resources.QueuePolicy;
    });

    expect(failure).toMatch(/^Rule .* would fail on AWS: the policy of .* events.amazonaws.com$/);
  });

  it('whose mapping may not read its source is refused, as by Lambda', async () => {
    const failure = await failureWith(({ StreamReaderRole }) => {
      if (StreamReaderRole) StreamReaderRole.Properties.Policies = [];
    });

    expect(failure).toMatch(/^Lambda would reject StreamMapping: the role .* does not allow/);
  });

  it('whose visibility timeout is shorter than the timeout of the function is refused', async () => {
    const failure = await failureWith(({ QueueReaderFunction }) => {
      if (QueueReaderFunction) QueueReaderFunction.Properties.Timeout = 61;
    });

    expect(failure).toMatch(/^Lambda would reject QueueMapping: the visibility timeout of Queue/);
  });
});

describe('what no gateway needs', () => {
  it('is left out and named', async () => {
    const omitted = await omissionsWith((resources) => {
      resources.Clock = { Type: 'AWS::Scheduler::Schedule', Properties: {} };
      resources.Nightly = {
        Type: 'AWS::Events::Rule',
        Properties: { ScheduleExpression: 'rate(1 day)' },
      };
      resources.Report = {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { ZipFile: 'def handler(event, context): pass' },
          Handler: 'index.handler',
          Runtime: 'python3.14',
          Role: 'arn:aws:iam::000000000000:role/elsewhere',
        },
      };
      delete resources.QueuePolicy;
      if (resources.QueueReaderFunction) resources.QueueReaderFunction.Properties.Timeout = 61;
    });

    expect(omitted).toEqual([
      expect.stringMatching(/^AWS::Scheduler::Schedule Sample\/Clock: the emulator does not run/),
      expect.stringMatching(/^AWS::Events::Rule Sample\/Rule: Rule .* would fail on AWS/),
      expect.stringMatching(/^AWS::Lambda::Function Sample\/Report: .* is python3.14$/),
      'AWS::Events::Rule Sample/Nightly: the emulator has no schedules',
      expect.stringMatching(
        /Sample\/QueueMapping: Lambda would reject QueueMapping: the visibility/,
      ),
    ]);
  });
});

describe('an assembly', () => {
  it('that does not exist gives an error with the command that writes it', async () => {
    const failure = await failureOf(startSampleGateway({ assemblyDirectory: 'no/such' }));

    expect(failure).toBe(
      'no/such/manifest.json cannot be read: name the directory that `cdk synth` wrote',
    );
  });
});

describe('the emulator', () => {
  it('reports that its port is in use', async () => {
    const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;

    expect(await failureOf(startSampleGateway({ port }))).toBe(
      `port ${port} is in use: stop the program that uses it, or choose another port with --port`,
    );
  });

  it('reports that another emulator uses its port', async () => {
    const first = await startSampleGateway();
    cleanUps.push(() => first.close());

    expect(await failureOf(startSampleGateway({ port: first.port }))).toBe(
      `an emulator already runs on port ${first.port} (process ${process.pid}): stop it, or choose another port with --port`,
    );
  });

  it('refuses a data directory that another emulator uses', async () => {
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'tributary-data-'));
    cleanUps.push(() => rm(dataDirectory, { recursive: true }));
    const first = await startSampleGateway({ dataDirectory });
    cleanUps.push(() => first.close());

    expect(await failureOf(startSampleGateway({ dataDirectory }))).toContain(
      `the emulator on port ${first.port} (process ${process.pid}) uses ${dataDirectory}`,
    );
  });

  it('asks to delete the data directory if the stored table has other keys', async () => {
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'tributary-data-'));
    cleanUps.push(() => rm(dataDirectory, { recursive: true }));
    await (await startSampleGateway({ dataDirectory })).close();
    const { directory, remove } = await withTemplate(({ Table }) => {
      if (!Table) return;
      Table.Properties.AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' }];
      Table.Properties.KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
    });
    cleanUps.push(remove);

    const failure = await failureOf(
      startSampleGateway({ dataDirectory, assemblyDirectory: directory }),
    );

    expect(failure).toContain('delete the data directory');
  });
});
