import {
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

function mappingOf(uuid: string, enabled = true): EventSourceMapping {
  return {
    stackName: 'Stack',
    logicalId: 'Mapping',
    uuid,
    sourceArn: queueArn,
    functionName: 'deliver',
    enabled,
    batchSize: undefined,
    batchingWindowMs: 0,
    reportsItemFailures: true,
    accepts: () => true,
    startsAtLatest: false,
    bisects: false,
    maxRetries: 0,
    maxRecordAgeMs: 0,
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
    lambda: { operations: createLambdaService(switches) },
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
  first.set('one', false);
  before.stopping.abort();
  await before.ended;

  const after = openPolls(openMappingSwitches(file), [mappingOf('one')]);
  expect([...after.running]).toEqual([]);
  after.stopping.abort();
  await after.ended;
});
