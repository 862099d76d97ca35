import {
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { DeliverySwitch } from './ports.ts';

/** The event source mapping of a function's queue. */
export interface SwitchedFunction {
  readonly functionName: string;
  readonly queueArn: string;
}

/** Lambda's polling of the queue for the function, on and off. The queue keeps its events for 14 days. */
export function createLambdaDeliverySwitch(
  client: LambdaClient,
  { functionName, queueArn }: SwitchedFunction,
): DeliverySwitch & { turnOn(): Promise<void> } {
  async function findMapping() {
    // A variable of the function cannot hold the mapping's id, because the mapping needs the function first.
    const { EventSourceMappings: [mapping] = [] } = await client.send(
      new ListEventSourceMappingsCommand({ FunctionName: functionName, EventSourceArn: queueArn }),
    );
    if (mapping?.UUID !== undefined) return mapping;
    throw new TributaryError(
      'misconfigured',
      `the function ${functionName} has no event source mapping for its queue: run npx cdk deploy --revert-drift`,
      { retryable: false },
    );
  }

  async function turn(Enabled: boolean): Promise<void> {
    const { UUID } = await findMapping();
    await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
  }

  return {
    turnOn: () => turn(true),
    turnOff: () => turn(false),
    // A mapping that is being changed is on, unless the change turns it off.
    isOn: async () => !['Disabled', 'Disabling'].includes((await findMapping()).State ?? ''),
  };
}
