import { z } from 'zod';
import { functionArnOf } from '../../emulator-client/account.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { JsonService } from '../aws/json-service.ts';
import { orUnlimited } from '../event-sources/mapping.ts';
import type { MappingSwitches, SwitchedMapping } from '../event-sources/mapping-switches.ts';
import type { FunctionSettings } from './function-settings.ts';

const listInput = z.object({
  FunctionName: z.string().optional(),
  EventSourceArn: z.string().optional(),
});

/** In seconds: Lambda takes a minute to a week, or -1 for no limit (API reference, read 2026-11-28). */
const recordAge = z.union([z.literal(-1), z.int().min(60).max(604_800)]);

/** Strict: a setting that the emulator ignored would look as if it had been changed. */
const updateInput = z.strictObject({
  UUID: z.string(),
  Enabled: z.boolean().optional(),
  MaximumRecordAgeInSeconds: recordAge.optional(),
});

/** What the API says about a function. */
type DescribedFunction = Pick<
  FunctionSettings,
  'functionName' | 'functionArn' | 'roleArn' | 'memorySizeMb' | 'timeoutMs'
>;

/**
 * Lambda's API in this process: functions are described; event source mappings are listed, enabled and
 * disabled, and the greatest age of the records of a stream is changed.
 */
export function createLambdaService(
  switches: MappingSwitches,
  functions: readonly DescribedFunction[],
): JsonService {
  return {
    GetFunctionConfiguration: (input) => {
      const { FunctionName } = z.object({ FunctionName: z.string() }).parse(input);
      const arn = functionArnOf(FunctionName);
      const found = functions.find(({ functionArn }) => functionArn === arn);
      if (found === undefined) throw notFound(`Function not found: ${arn}`);
      return {
        FunctionName: found.functionName,
        FunctionArn: found.functionArn,
        Role: found.roleArn,
        MemorySize: found.memorySizeMb,
        Timeout: found.timeoutMs / 1000,
        State: 'Active',
      };
    },
    ListEventSourceMappings: (input) => {
      const { FunctionName, EventSourceArn } = listInput.parse(input);
      const found = switches.list().filter(
        ({ mapping }) =>
          // A mapping names its function as the template does, by name or ARN.
          (FunctionName === undefined ||
            functionArnOf(mapping.functionName) === functionArnOf(FunctionName)) &&
          (EventSourceArn === undefined || mapping.sourceArn === EventSourceArn),
      );
      return { EventSourceMappings: found.map(toConfiguration) };
    },
    UpdateEventSourceMapping: (input) => {
      const { UUID, Enabled, MaximumRecordAgeInSeconds: age } = updateInput.parse(input);
      const known = switches.list().find(({ mapping }) => mapping.uuid === UUID);
      if (age !== undefined && known !== undefined && !isOfStream(known)) {
        throw new AwsError(
          'InvalidParameterValueException',
          'Unsupported MaximumRecordAgeInSeconds parameter for given event source mapping type.',
        );
      }
      const changed = switches.set(UUID, {
        isEnabled: Enabled,
        maxRecordAgeMs: age === undefined ? undefined : orUnlimited(age) * 1000,
      });
      if (changed !== undefined) return toConfiguration(changed);
      throw notFound('The resource you requested does not exist.');
    },
  };
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404);
}

function isOfStream({ mapping }: SwitchedMapping): boolean {
  return mapping.sourceArn.split(':')[2] === 'dynamodb';
}

function toConfiguration(switched: SwitchedMapping): object {
  const { mapping, isEnabled } = switched;
  return {
    UUID: mapping.uuid,
    EventSourceArn: mapping.sourceArn,
    FunctionArn: functionArnOf(mapping.functionName),
    State: isEnabled ? 'Enabled' : 'Disabled',
    LastProcessingResult: 'No records processed',
    ...(isOfStream(switched) && {
      MaximumRecordAgeInSeconds: Number.isFinite(mapping.maxRecordAgeMs)
        ? mapping.maxRecordAgeMs / 1000
        : -1,
    }),
  };
}
