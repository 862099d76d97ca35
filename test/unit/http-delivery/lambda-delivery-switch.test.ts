import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createLambdaDeliverySwitch } from '../../../functions/http-delivery/lambda-delivery-switch.ts';

const lambda = mockClient(LambdaClient);
const queueArn = 'arn:aws:sqs:eu-west-1:111122223333:queue';
const deliverySwitch = createLambdaDeliverySwitch(new LambdaClient({ region: 'eu-west-1' }), {
  functionName: 'delivery',
  queueArn,
});

beforeEach(() => void lambda.reset());
afterAll(() => lambda.restore());

/** The mapping of the queue; the function may have others. */
function setState(State: string): void {
  lambda
    .on(ListEventSourceMappingsCommand)
    .resolves({ EventSourceMappings: [{ UUID: 'of another queue', State: 'Enabled' }] })
    .on(ListEventSourceMappingsCommand, { FunctionName: 'delivery', EventSourceArn: queueArn })
    .resolves({ EventSourceMappings: [{ UUID: 'mapping', State }] });
}

describe('the switch of a queue', () => {
  it.each([
    ['Creating', true],
    ['Enabling', true],
    ['Enabled', true],
    ['Updating', true],
    ['Disabling', false],
    ['Disabled', false],
  ])('that Lambda calls %s is on: %j', async (state, isOn) => {
    setState(state);
    expect(await deliverySwitch.isOn()).toBe(isOn);
  });

  it('turns the mapping of its own queue off and on', async () => {
    setState('Enabled');
    await deliverySwitch.turnOff();
    await deliverySwitch.turnOn();
    const calls = lambda.commandCalls(UpdateEventSourceMappingCommand);
    expect(calls.map(({ args: [{ input }] }) => input)).toEqual([
      { UUID: 'mapping', Enabled: false },
      { UUID: 'mapping', Enabled: true },
    ]);
  });

  it('names its function and what to run when there is no mapping', async () => {
    lambda.on(ListEventSourceMappingsCommand).resolves({ EventSourceMappings: [] });
    await expect(deliverySwitch.isOn()).rejects.toMatchObject({
      code: 'misconfigured',
      retryable: false,
      message: expect.stringMatching(/delivery .*--revert-drift/),
    });
  });
});
