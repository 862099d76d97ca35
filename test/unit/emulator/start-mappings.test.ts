import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json.ts';
import { openMappingSwitches } from '../../../tools/emulator/event-sources/mapping-switches.ts';
import { startMappings } from '../../../tools/emulator/event-sources/start-mappings.ts';
import { readFunctions } from '../../../tools/emulator/lambda/function-settings.ts';
import { createFunctions } from '../../../tools/emulator/lambda/functions.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import { resolveStack } from './resolve-stack.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Starts the mapping of a function with 30 seconds to a queue, and ends it at once. */
async function start(queue: JsonObject, mapping: JsonObject = {}): Promise<void> {
  const template = {
    Parameters: {},
    Mappings: {},
    Conditions: {},
    Outputs: {},
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: queue },
      Reader: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { ZipFile: '' },
          Handler: 'index.handler',
          Runtime: 'nodejs24.x',
          Timeout: 30,
          Role: 'arn:aws:iam::000000000000:role/r',
        },
      },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          FunctionName: { Ref: 'Reader' },
          ...mapping,
        },
      },
    },
  };
  const app = resolveStack({ stackName: 'Sample', template }, 'http://127.0.0.1:1');
  const settings = readFunctions(app, {
    bundleDirectories: new Map(),
    writeInlineCode: () => '/code',
  });
  const dataFile = temporaryDirectory();
  const { ended } = await startMappings({
    app,
    functions: createFunctions({ settings, environmentOf: () => ({}), onLine: () => {} }),
    callers: new Map(),
    awsEndpoint: 'http://127.0.0.1:1',
    owner: createClients('http://127.0.0.1:1', 'owner'),
    dataFile,
    switches: openMappingSwitches(dataFile('mappings.json')),
    signal: AbortSignal.abort(),
    now: () => new Date(0),
    onError: () => {},
  });
  await ended;
}

const shorter = 'Lambda would reject Mapping: the visibility timeout of Queue is shorter';
const ofFifo = 'Lambda would reject Mapping: for a FIFO queue';
const fifo = { FifoQueue: true, QueueName: 'q.fifo' };

describe('a queue that a function reads', () => {
  it.each([[{}], [{ VisibilityTimeout: 30 }], [{ ...fifo }]])('may be %j', async (queue) => {
    await expect(start(queue)).resolves.toBeUndefined();
  });

  it.each([
    [
      'a visibility timeout below the timeout of the function',
      { VisibilityTimeout: 29 },
      {},
      shorter,
    ],
    ['a FIFO queue and batches of more than ten', fifo, { BatchSize: 11 }, ofFifo],
    [
      'a FIFO queue and a batching window',
      fifo,
      { BatchSize: 10, MaximumBatchingWindowInSeconds: 1 },
      ofFifo,
    ],
  ])('is refused with %s', async (_, queue, mapping, problem) => {
    await expect(start(queue, mapping)).rejects.toThrow(problem);
  });
});
