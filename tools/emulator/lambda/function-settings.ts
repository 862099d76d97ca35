import { z } from 'zod';
import { arnOf, localAccount } from '../../emulator-client/account.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { endpointVariables } from '../engines/endpoint-variables.ts';
import type { Assembly } from '../template/assembly.ts';
import { parseProperties, type Stack, type StackResource } from '../template/stack.ts';
import type { WorkerSettings } from './messages.ts';

/** The most threads for one function: each holds the bundle and its clients in memory. */
const mostThreads = 4;

const functionProperties = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string(),
  MemorySize: z.number().default(128),
  Timeout: z.number().default(3),
  Role: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
  LoggingConfig: z
    .object({
      LogGroup: z.string().optional(),
      LogFormat: z.string().optional(),
      ApplicationLogLevel: z.string().optional(),
    })
    .optional(),
  ReservedConcurrentExecutions: z.number().default(Number.POSITIVE_INFINITY),
});

/** A function of the template, ready to start. */
export type FunctionSettings = WorkerSettings & {
  readonly logicalId: string;
  readonly roleArn: string;
  readonly timeoutMs: number;
  /** The most environments; the template may reserve fewer. */
  readonly maxConcurrency: number;
  /** Identifies the function to the AWS endpoint. */
  readonly accessKeyId: string;
  /** `Environment` of the template. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that Lambda's runtime derives from the function's settings. */
  readonly runtimeVariables: Readonly<Record<string, string>>;
};

/**
 * Reads the functions of the template.
 *
 * @throws {EmulatorError} for a function that is not a Node.js bundle of the assembly
 */
export function readFunctions(
  stack: Stack,
  { bundleDirectories }: Pick<Assembly, 'bundleDirectories'>,
): readonly FunctionSettings[] {
  return stack
    .ofType('AWS::Lambda::Function')
    .map((resource) => readFunction(resource, bundleDirectories));
}

function readFunction(
  resource: StackResource,
  bundleDirectories: Assembly['bundleDirectories'],
): FunctionSettings {
  const properties = parseProperties(resource, functionProperties);
  const bundleDirectory = bundleDirectories.get(properties.Code.S3Key);
  if (!bundleDirectory || !properties.Runtime.startsWith('nodejs')) {
    throw new EmulatorError(
      `the emulator runs only Node.js bundles of the assembly, and ${resource.logicalId} is not one`,
    );
  }
  const functionName = resource.ref;
  const logGroupName = properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`;
  return {
    logicalId: resource.logicalId,
    bundleDirectory,
    handler: properties.Handler,
    functionName,
    functionArn: arnOf('lambda', `function:${functionName}`),
    memorySizeMb: properties.MemorySize,
    logGroupName,
    roleArn: properties.Role,
    timeoutMs: properties.Timeout * 1000,
    maxConcurrency: Math.min(properties.ReservedConcurrentExecutions, mostThreads),
    accessKeyId: `ASIA${Buffer.from(functionName).toString('hex').toUpperCase()}`,
    variables: properties.Environment?.Variables ?? {},
    runtimeVariables: {
      AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
      AWS_LAMBDA_LOG_GROUP_NAME: logGroupName,
      ...(properties.LoggingConfig?.LogFormat
        ? { AWS_LAMBDA_LOG_FORMAT: properties.LoggingConfig.LogFormat }
        : {}),
      ...(properties.LoggingConfig?.ApplicationLogLevel
        ? { AWS_LAMBDA_LOG_LEVEL: properties.LoggingConfig.ApplicationLogLevel }
        : {}),
    },
  };
}

/**
 * All environment variables of a function: its own, those that Lambda sets, and the emulator's endpoint
 * instead of AWS's.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function toEnvironment(
  settings: FunctionSettings,
  variables: Readonly<Record<string, string>>,
  awsEndpoint: string,
): Readonly<Record<string, string>> {
  return {
    _HANDLER: settings.handler,
    AWS_REGION: localAccount.region,
    AWS_DEFAULT_REGION: localAccount.region,
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySizeMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]local',
    AWS_ACCESS_KEY_ID: settings.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    LAMBDA_TASK_ROOT: settings.bundleDirectory,
    TZ: ':UTC',
    ...settings.runtimeVariables,
    ...variables,
    ...Object.fromEntries(endpointVariables.map((variable) => [variable, awsEndpoint])),
    // The function must not use the AWS profile of this machine's user.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
