import { z } from 'zod';
import { arnOf, localAccount } from '../../emulator-client/account.ts';
import { localSecretKey } from '../../emulator-client/aws-clients.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { endpointVariables } from '../engines/endpoint-variables.ts';
import type { ResourceName } from '../template/omissions.ts';
import { type AppResources, parseProperties, type StackResource } from '../template/stack.ts';
import type { WorkerSettings } from './messages.ts';

/** The most threads for one function: each holds the bundle and its clients in memory. */
const mostThreads = 4;

const functionProperties = z.object({
  Code: z.object({ S3Key: z.string().optional(), ZipFile: z.string().optional() }),
  Handler: z.string().default(''),
  Runtime: z.string().default('a container image'),
  Layers: z.array(z.unknown()).default([]),
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
  DeadLetterConfig: z.object({ TargetArn: z.string().optional() }).optional(),
  ReservedConcurrentExecutions: z.number().default(Number.POSITIVE_INFINITY),
});

/** A function of the app, ready to start. */
export type FunctionSettings = WorkerSettings & {
  readonly resource: ResourceName;
  readonly logicalId: string;
  readonly roleArn: string;
  readonly timeoutMs: number;
  /** Queue for events of asynchronous invocations that failed. */
  readonly deadLetterArn?: string | undefined;
  /** The most environments; the template may reserve fewer. */
  readonly maxConcurrency: number;
  /** Identifies the function to the AWS endpoint. */
  readonly accessKeyId: string;
  /** `Environment` of the template. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that Lambda's runtime derives from the function's settings. */
  readonly runtimeVariables: Readonly<Record<string, string>>;
};

/** Where the code of functions is. */
export interface FunctionCode {
  /** Directory of the code, by its `S3Key`. */
  readonly bundleDirectories: ReadonlyMap<string, string>;
  /** Writes the code that a template holds into a directory of its own, which it returns. */
  writeInlineCode(functionName: string, code: string): string;
}

/** Reads the functions of the app. What is not Node.js code in a directory or in the template is omitted. */
export function readFunctions(
  { resources, omissions }: AppResources,
  code: FunctionCode,
): readonly FunctionSettings[] {
  return resources
    .ofType('AWS::Lambda::Function')
    .flatMap((resource) => omissions.attempt(resource, () => readFunction(resource, code)) ?? []);
}

function readFunction(resource: StackResource, code: FunctionCode): FunctionSettings {
  const properties = parseProperties(resource, functionProperties);
  const functionName = resource.ref;
  const bundleDirectory = findCode(properties, functionName, code);
  const logGroupName = properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`;
  const { stackName, logicalId, type } = resource;
  return {
    resource: { stackName, logicalId, type },
    logicalId,
    bundleDirectory,
    handler: properties.Handler,
    functionName,
    functionArn: arnOf('lambda', `function:${functionName}`),
    memorySizeMb: properties.MemorySize,
    logGroupName,
    roleArn: properties.Role,
    timeoutMs: properties.Timeout * 1000,
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
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

function findCode(
  { Runtime: runtime, Code, Layers }: z.infer<typeof functionProperties>,
  functionName: string,
  { bundleDirectories, writeInlineCode }: FunctionCode,
): string {
  if (!runtime.startsWith('nodejs')) {
    throw new EmulatorError(`the emulator runs Node.js, and the function is ${runtime}`);
  }
  if (Layers.length > 0) throw new EmulatorError('the emulator has no layers of functions');
  if (Code.ZipFile !== undefined) return writeInlineCode(functionName, Code.ZipFile);
  const directory = bundleDirectories.get(Code.S3Key ?? '');
  if (directory !== undefined) return directory;
  throw new EmulatorError(
    'its code is not a directory of the CDK app: the emulator opens no archive',
  );
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
    AWS_SECRET_ACCESS_KEY: localSecretKey,
    AWS_SESSION_TOKEN: 'local',
    LAMBDA_TASK_ROOT: settings.bundleDirectory,
    TZ: ':UTC',
    ...settings.runtimeVariables,
    ...variables,
    ...Object.fromEntries(
      [...endpointVariables, 'AWS_ENDPOINT_URL_LAMBDA'].map((variable) => [variable, awsEndpoint]),
    ),
    // The function must not use the AWS profile of this machine's user.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
