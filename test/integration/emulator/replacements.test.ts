import { expect, it, onTestFinished } from 'vitest';
import { endpointVariables } from '../../../tools/emulator/engines/endpoint-variables.ts';
import { startSampleGateway, withTemplate } from './sample-gateway.ts';

it('every engine can be replaced by another endpoint', async () => {
  const { directory, remove } = await withTemplate((resources, outputs) => {
    for (const name of Object.keys(resources)) delete resources[name];
    for (const name of Object.keys(outputs)) delete outputs[name];
  });
  onTestFinished(remove);
  // Another emulator of all five services: an emulator without a stack.
  const emulator = await startSampleGateway({ assemblyDirectory: directory });
  onTestFinished(() => emulator.close());

  const gateway = await startSampleGateway({
    replacements: Object.fromEntries(
      endpointVariables.map((variable) => [variable, emulator.awsEndpoint]),
    ),
  });
  onTestFinished(() => gateway.close());
  await gateway.request('put', { id: 'elsewhere', task: 'job' });

  // Through the table, its stream, the bus, the rule and the queue of the other emulator.
  const { detail } = await emulator.event(({ source }) => source === 'queue-reader');
  expect(detail).toMatchObject({ id: 'elsewhere' });
});
