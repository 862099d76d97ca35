import { z } from 'zod';
import { EmulatorError } from '../../../emulator-client/emulator-error.ts';
import { type AppResources, parseProperties, type StackResource } from '../../template/stack.ts';

const destination = z.object({ Destination: z.string() }).optional();

const invokeConfigProperties = z.object({
  FunctionName: z.string(),
  Qualifier: z.string().default('$LATEST'),
  MaximumRetryAttempts: z.number().optional(),
  MaximumEventAgeInSeconds: z.number().optional(),
  DestinationConfig: z.object({ OnFailure: destination, OnSuccess: destination }).optional(),
});

/** How often Lambda invokes a function again with an event that no caller waits for, and what becomes of it then. */
export interface RetrySettings {
  readonly maxRetries: number;
  readonly maxAgeSeconds: number;
  /** A queue or an event bus. */
  readonly onFailureArn?: string | undefined;
}

/**
 * Lambda's own settings, for a function without an `EventInvokeConfig`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html
 */
const defaults: RetrySettings = { maxRetries: 2, maxAgeSeconds: 6 * 3600 };

/** Finds the settings of a function by its ARN, with or without a version or an alias. */
export type FindRetrySettings = (functionArn: string) => RetrySettings;

/** Reads `AWS::Lambda::EventInvokeConfig`. One with a destination that does not run here is omitted. */
export function readRetrySettings({ resources, omissions }: AppResources): FindRetrySettings {
  const found = new Map(
    resources
      .ofType('AWS::Lambda::EventInvokeConfig')
      .flatMap((resource) => omissions.attempt(resource, () => [readOne(resource)]) ?? []),
  );
  return (functionArn) => found.get(keyOf(functionArn)) ?? defaults;
}

function readOne(resource: StackResource): readonly [string, RetrySettings] {
  const { FunctionName, Qualifier, DestinationConfig, ...properties } = parseProperties(
    resource,
    invokeConfigProperties,
  );
  if (DestinationConfig?.OnSuccess) {
    throw new EmulatorError('the emulator has no destination for invocations that succeed');
  }
  const onFailureArn = DestinationConfig?.OnFailure?.Destination;
  if (onFailureArn !== undefined && !['sqs', 'events'].includes(onFailureArn.split(':')[2] ?? '')) {
    throw new EmulatorError(`its destination ${onFailureArn} does not run here`);
  }
  const settings = {
    maxRetries: properties.MaximumRetryAttempts ?? defaults.maxRetries,
    maxAgeSeconds: properties.MaximumEventAgeInSeconds ?? defaults.maxAgeSeconds,
    onFailureArn,
  };
  return [`${nameOf(FunctionName)}:${Qualifier}`, settings];
}

function keyOf(functionArn: string): string {
  return `${nameOf(functionArn)}:${functionArn.split(':')[7] ?? '$LATEST'}`;
}

function nameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[6] ?? '') : nameOrArn;
}
