import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { expect, it, onTestFinished } from 'vitest';
import type { EventSourceMapping } from '../../../tools/emulator/event-sources/mapping.ts';
import {
  type MappingSwitches,
  openMappingSwitches,
} from '../../../tools/emulator/event-sources/mapping-switches.ts';
import { createLambdaService } from '../../../tools/emulator/lambda/service.ts';
import { localAccount } from '../../../tools/emulator-client/account.ts';
import { startAwsServices } from '../../support/aws-services.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const queueArn = 'arn:aws:sqs:us-east-1:000000000000:events';
const streamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/events/stream/1';

const deliver = {
  functionName: 'deliver',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:deliver',
  roleArn: 'arn:aws:iam::000000000000:role/deliver',
  memorySizeMb: 256,
  timeoutMs: 30_000,
};

function mappingOf(uuid: string, enabled = true, sourceArn = queueArn): EventSourceMapping {
  return {
    stackName: 'Stack',
    logicalId: 'Mapping',
    uuid,
    sourceArn,
    functionName: 'deliver',
    enabled,
    batchSize: undefined,
    batchingWindowMs: 0,
    reportsItemFailures: true,
    accepts: () => true,
    startsAtLatest: false,
    bisects: false,
    maxRetries: 0,
    maxRecordAgeMs: Number.POSITIVE_INFINITY,
    onFailureArn: undefined,
    maxConcurrency: undefined,
  };
}

/** Polls that say only that they run, by the id of their mapping. */
function openPolls(switches: MappingSwitches, mappings: readonly EventSourceMapping[]) {
  const running = new Set<string>();
  const stopping = new AbortController();
  const ended = switches.start(
    mappings.map((mapping) => ({
      mapping,
      poll: async (signal) => {
        running.add(mapping.uuid);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        running.delete(mapping.uuid);
      },
    })),
    stopping.signal,
  );
  return { running, stopping, ended };
}

async function openClient(switches: MappingSwitches): Promise<LambdaClient> {
  const { endpoint, stop } = await startAwsServices(() => ({
    lambda: { operations: createLambdaService(switches, [deliver]) },
  }));
  onTestFinished(stop);
  return new LambdaClient({
    endpoint,
    region: localAccount.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'local' },
  });
}

it('stops the polls of a mapping that is disabled, and starts them again', async () => {
  const switches = openMappingSwitches(temporaryDirectory()('mappings.json'));
  const { running, stopping, ended } = openPolls(switches, [mappingOf('one'), mappingOf('other')]);
  const client = await openClient(switches);
  const set = (Enabled: boolean) =>
    client.send(new UpdateEventSourceMappingCommand({ UUID: 'one', Enabled }));

  expect((await set(false)).State).toBe('Disabled');
  await expect.poll(() => [...running]).toEqual(['other']);
  expect((await set(true)).State).toBe('Enabled');
  expect([...running].sort()).toEqual(['one', 'other']);

  stopping.abort();
  await ended;
  expect(running.size).toBe(0);
});

it('lists the mappings of a function and a queue', async () => {
  const switches = openMappingSwitches(temporaryDirectory()('mappings.json'));
  const { stopping, ended } = openPolls(switches, [mappingOf('one', false)]);
  const client = await openClient(switches);
  const list = async (FunctionName: string, EventSourceArn = queueArn) => {
    const { EventSourceMappings = [] } = await client.send(
      new ListEventSourceMappingsCommand({ FunctionName, EventSourceArn }),
    );
    return EventSourceMappings.map(({ UUID, State }) => ({ UUID, State }));
  };

  const found = [{ UUID: 'one', State: 'Disabled' }];
  expect(await list('deliver')).toEqual(found);
  expect(await list('arn:aws:lambda:us-east-1:000000000000:function:deliver')).toEqual(found);
  expect(await list('another')).toEqual([]);
  expect(await list('deliver', `${queueArn}-2`)).toEqual([]);
  await expect(
    client.send(new UpdateEventSourceMappingCommand({ UUID: 'unknown', Enabled: true })),
  ).rejects.toThrow('does not exist');

  stopping.abort();
  await ended;
});

it('remembers over a restart what was disabled', async () => {
  const file = temporaryDirectory()('mappings.json');
  const first = openMappingSwitches(file);
  const before = openPolls(first, [mappingOf('one')]);
  first.set('one', { isEnabled: false });
  before.stopping.abort();
  await before.ended;

  const after = openPolls(openMappingSwitches(file), [mappingOf('one')]);
  expect([...after.running]).toEqual([]);
  after.stopping.abort();
  await after.ended;
});

it('changes the greatest age of the records of a stream at once, as far as Lambda does', async () => {
  const switches = openMappingSwitches(temporaryDirectory()('mappings.json'));
  const ofStream = mappingOf('stream', true, streamArn);
  const { running, stopping, ended } = openPolls(switches, [ofStream, mappingOf('queue')]);
  const client = await openClient(switches);
  const change = (UUID: string, MaximumRecordAgeInSeconds: number) =>
    client.send(new UpdateEventSourceMappingCommand({ UUID, MaximumRecordAgeInSeconds }));
  const read = async () => {
    const { EventSourceMappings = [] } = await client.send(
      new ListEventSourceMappingsCommand({ EventSourceArn: streamArn }),
    );
    return EventSourceMappings.map((each) => each.MaximumRecordAgeInSeconds);
  };

  expect(await read()).toEqual([-1]);
  expect(await change('stream', 60)).toMatchObject({ MaximumRecordAgeInSeconds: 60 });
  expect(ofStream.maxRecordAgeMs).toBe(60_000);
  expect(running).toContain('stream');
  for (const refused of [59, 604_801, 0]) {
    await expect(change('stream', refused), String(refused)).rejects.toThrow('validation error');
  }
  await expect(change('queue', 60)).rejects.toThrow('Unsupported MaximumRecordAgeInSeconds');
  expect(await read()).toEqual([60]);
  await change('stream', -1);
  expect(await read()).toEqual([-1]);

  stopping.abort();
  await ended;
});

it('describes a function by its name and its ARN', async () => {
  const client = await openClient(openMappingSwitches(temporaryDirectory()('mappings.json')));
  const describe = (FunctionName: string) =>
    client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  for (const name of ['deliver', deliver.functionArn]) {
    expect(await describe(name)).toMatchObject({
      FunctionArn: deliver.functionArn,
      Role: deliver.roleArn,
      Timeout: 30,
    });
  }
  await expect(describe('unknown')).rejects.toThrow('Function not found');
});
