import type { RequestListener } from 'node:http';
import type { CallbackUrlsByProvider } from '../../shared/runtime/callback-urls.ts';
import { readGateways } from '../../shared/runtime/gateway-description.ts';
import { readCallbackOutputs } from '../../shared/runtime/stack-outputs.ts';
import { createClients, ownerAccessKeyId } from '../emulator-client/aws-clients.ts';
import { toLocalOutputs } from '../emulator-client/local-urls.ts';
import { createAuthorizer } from './access/authorize.ts';
import { readCallers } from './access/callers.ts';
import { requireInvocationGrants } from './access/invocation-grants.ts';
import { readResourcePolicies } from './access/resource-policies.ts';
import { describeUnknownConditions } from './access/unknown-conditions.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { startBackground } from './background.ts';
import { takeDataDirectory } from './data-directory.ts';
import type { EndpointVariable } from './engines/endpoint-variables.ts';
import { startEngines } from './engines/start-engines.ts';
import { openEventLog } from './event-bridge/event-log.ts';
import { createEventBridge } from './event-bridge/service.ts';
import { createCallbackLog } from './http/callback-log.ts';
import { readCallbackUrls } from './http/callback-urls.ts';
import { createEndpoints } from './http/create-endpoints.ts';
import { startHttpServer } from './http/server.ts';
import { readFunctions, toEnvironment } from './lambda/function-settings.ts';
import { createFunctions } from './lambda/functions.ts';
import { serveFixtureMediaApis, withMediaVariables } from './media/media-api.ts';
import { deploy } from './resources/deploy.ts';
import { readPartitionKeys } from './resources/tables.ts';
import { type Assembly, loadAssembly } from './template/assembly.ts';
import { resolveStack } from './template/stack.ts';
import { synthesize } from './template/synthesize.ts';

export interface EmulatorOptions {
  /** Local port for callbacks; 0 takes a free port. */
  readonly port: number;
  /** Directory for the state; `undefined` keeps it in memory and in a temporary directory. */
  readonly dataDirectory: string | undefined;
  /** A cloud assembly to run (`cdk.out`); `undefined` synthesizes the CDK app. */
  readonly assemblyDirectory?: string | undefined;
  /** Endpoints that replace embedded engines. */
  readonly replacements?: Readonly<Partial<Record<EndpointVariable, string>>>;
  /** Serves the console at `/`; absent: `/` is a path of the HTTP API. */
  readonly serveConsole?: RequestListener | undefined;
  /** Receives a line for each step and each failure. */
  onProgress?(line: string): void;
  /** Receives each line that a function prints. */
  onFunctionLine?(logicalId: string, line: string): void;
}

/** A running emulator. */
export interface Emulator {
  readonly port: number;
  /** Endpoint for all AWS services of the stack. An access key that is not a function's is the owner's. */
  readonly awsEndpoint: string;
  /** Outputs of the stack: the names of its table, bus and buckets, and more. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Callback URLs by provider id. */
  urls(): Promise<CallbackUrlsByProvider>;
  /** Stops everything; the next start continues with what the functions had not finished. */
  close(): Promise<void>;
}

type OnClose = (cleanUp: () => Promise<unknown> | unknown) => void;

/**
 * Starts the gateway on this machine: synthesizes the stack, starts the engines, creates the
 * template's resources and opens the port.
 *
 * @throws {EmulatorError} with one line that says what to do; everything that was started is stopped
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const cleanUps: (() => Promise<unknown> | unknown)[] = [];
  const close = async () => {
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
  };
  try {
    return { ...(await start(options, (cleanUp) => cleanUps.push(cleanUp))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(options: EmulatorOptions, onClose: OnClose): Promise<Omit<Emulator, 'close'>> {
  const { onProgress = () => {}, onFunctionLine = () => {} } = options;
  const now = () => new Date();
  const http = await startHttpServer(options.port);
  onClose(() => http.close());
  const origin = `http://127.0.0.1:${http.port}`;
  const data = await takeDataDirectory(options.dataDirectory, http.port);
  onClose(() => data.release());
  const log = openEventLog(data.file('events.jsonl'));
  onClose(() => log.close());
  const eventBridge = createEventBridge(log, now, onProgress);

  onProgress('synthesizing the stack and starting the engines');
  const starting = startEngines({
    dataFile: data.file,
    inMemory: options.dataDirectory === undefined,
    replacements: options.replacements ?? {},
    eventBridge: eventBridge.service,
    onError: onProgress,
  });
  onClose(async () => (await starting.catch(() => undefined))?.stop());
  const [{ backends }, assembly] = await Promise.all([
    starting,
    readAssembly(options.assemblyDirectory, data.file('cdk.out')),
  ]);
  const aws = await startAwsEndpoint();
  onClose(() => aws.close());

  const stack = resolveStack(assembly, aws.endpoint);
  const resourcePolicies = readResourcePolicies(stack);
  requireInvocationGrants(stack, resourcePolicies);
  for (const line of describeUnknownConditions(stack)) onProgress(line);
  const settings = readFunctions(stack, assembly);
  const callers = readCallers(stack, settings);
  const partitionKeyOf = readPartitionKeys(stack);
  const authorize = createAuthorizer({ callers, resourcePolicies, partitionKeyOf, now });
  aws.open({ backends, authorize });

  onProgress(`creating ${stack.resources.length} resources of ${stack.name}`);
  const owner = createClients(aws.endpoint, ownerAccessKeyId);
  await deploy(stack, owner);

  onProgress(`connecting ${settings.length} functions`);
  const served = await serveFixtureMediaApis(settings, owner.secretsManager);
  const functions = createFunctions({
    settings,
    environmentOf: (each) =>
      toEnvironment(each, withMediaVariables(each.variables, served, origin), aws.endpoint),
    onLine: onFunctionLine,
  });
  const stopBackground = await startBackground({
    stack,
    functions,
    callers,
    resourcePolicies,
    awsEndpoint: aws.endpoint,
    owner,
    dataFile: data.file,
    log,
    eventBridge,
    now,
    onError: onProgress,
  });
  onClose(async () => {
    // A request must not start a function that is being stopped.
    await http.close();
    await stopBackground();
  });

  // A template without a gateway has no callbacks.
  const [gateway] = readGateways(stack.outputs);
  const outputs = readCallbackOutputs(gateway?.outputs ?? {}, gateway?.providers ?? []);
  const urls = () => readCallbackUrls(toLocalOutputs(outputs, origin), owner.secretsManager);
  http.open({
    ...createEndpoints({ stack, functions, outputs, now }),
    log,
    callbacks: createCallbackLog(),
    serveConsole: options.serveConsole,
    documents: {
      urls,
      stack: () => ({
        name: stack.name,
        id: stack.id,
        awsEndpoint: aws.endpoint,
        outputs: stack.outputs,
      }),
      template: () => assembly.template,
    },
  });
  return { port: http.port, awsEndpoint: aws.endpoint, outputs: stack.outputs, urls };
}

async function readAssembly(given: string | undefined, outputDirectory: string): Promise<Assembly> {
  if (given === undefined) await synthesize(outputDirectory);
  return loadAssembly(given ?? outputDirectory);
}
