import { z } from 'zod';
import { arnOf } from '../../emulator-client/account.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { JsonService } from '../aws/json-service.ts';
import type { MappingSwitches, SwitchedMapping } from '../event-sources/mapping-switches.ts';

const listInput = z.object({
  FunctionName: z.string().optional(),
  EventSourceArn: z.string().optional(),
});

/** Strict: a setting that the emulator ignored would look as if it had been changed. */
const updateInput = z.strictObject({ UUID: z.string(), Enabled: z.boolean() });

/** Lambda's API in this process: event source mappings can be listed, enabled and disabled. */
export function createLambdaService(switches: MappingSwitches): JsonService {
  return {
    ListEventSourceMappings: (input) => {
      const { FunctionName, EventSourceArn } = listInput.parse(input);
      const found = switches.list().filter(
        ({ mapping }) =>
          // A mapping names its function as the template does, by name or ARN.
          (FunctionName === undefined ||
            toFunctionArn(mapping.functionName) === toFunctionArn(FunctionName)) &&
          (EventSourceArn === undefined || mapping.sourceArn === EventSourceArn),
      );
      return { EventSourceMappings: found.map(toConfiguration) };
    },
    UpdateEventSourceMapping: (input) => {
      const { UUID, Enabled } = updateInput.parse(input);
      const changed = switches.set(UUID, Enabled);
      if (changed !== undefined) return toConfiguration(changed);
      throw new AwsError(
        'ResourceNotFoundException',
        'The resource you requested does not exist.',
        404,
      );
    },
  };
}

function toConfiguration({ mapping, isEnabled }: SwitchedMapping): object {
  return {
    UUID: mapping.uuid,
    EventSourceArn: mapping.sourceArn,
    FunctionArn: toFunctionArn(mapping.functionName),
    State: isEnabled ? 'Enabled' : 'Disabled',
    LastProcessingResult: 'No records processed',
  };
}

function toFunctionArn(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('lambda', `function:${nameOrArn}`);
}
