import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, it, onTestFinished } from 'vitest';
import { type AssemblyBreaker, breakAssembly } from '../integration/operations/broken-assembly.ts';
import {
  type OperatedGateway,
  startOperatedGateway,
} from '../integration/operations/operated-gateway.ts';

/**
 * A gateway whose records are nearly a minute old at once: a minute is the least that Lambda takes for the
 * greatest age of records.
 */
async function startAged(apply: (breaker: AssemblyBreaker) => void): Promise<OperatedGateway> {
  const assembly = breakAssembly(apply);
  const gateway = await startOperatedGateway({
    assemblyDirectory: assembly.directory,
    now: () => new Date(Date.now() + 57_000),
  });
  onTestFinished(async () => {
    await gateway.close();
    assembly.remove();
  });
  return gateway;
}

/** The checks that concern faults, and their state. */
async function verifyFaults(gateway: OperatedGateway, seconds: number) {
  const words = ['verify', '--yes', '--faults', '--wait', String(seconds)];
  const { results } = await gateway.tributaryTyping('tributary-prod', ...words);
  const failed = results.filter(({ state }) => state === 'failed');
  const ofFaults = results.filter(({ subject }) => subject === 'faults');
  return {
    failed: failed.map(({ subject, check }) => `${subject} ${check}`),
    faults: Object.fromEntries(ofFaults.map(({ check, state }) => [check, state])),
  };
}

/** Everything that the faults change. */
async function readBroken({ aws, output }: OperatedGateway) {
  const { Policy } = await aws.eventBridge.send(
    new DescribeEventBusCommand({ Name: output('EventBusName') }),
  );
  const { EventSourceMappings: [mapping] = [] } = await aws.lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: output('PublisherFunctionName') }),
  );
  const { Contents = [] } = await aws.s3.send(
    new ListObjectsV2Command({ Bucket: output('PayloadBucketName') }),
  );
  return { Policy, age: mapping?.MaximumRecordAgeInSeconds, objects: Contents.length };
}

it('breaks the publisher in every way, loses nothing, and leaves everything as it was', async () => {
  const gateway = await startAged(() => {});
  const before = await readBroken(gateway);
  expect(await verifyFaults(gateway, 300)).toEqual({
    failed: [],
    faults: {
      'bus denied': 'ok',
      'bus allowed': 'ok',
      'old records': 'ok',
      redrive: 'ok',
      repaired: 'ok',
    },
  });
  expect(await readBroken(gateway)).toEqual(before);
  expect(before.age).toBeGreaterThan(3_600);
});

it('finds that records which grow too old are lost', async () => {
  const gateway = await startAged(({ change }) =>
    change('PublisherStream', { DestinationConfig: {} }),
  );
  const { failed, faults } = await verifyFaults(gateway, 10);
  expect(failed).toEqual(['faults old records']);
  expect(faults).toMatchObject({ redrive: 'not checked', repaired: 'ok' });
  expect(await readBroken(gateway)).toMatchObject({ age: expect.any(Number), objects: 0 });
});
