import { providers } from '../../functions/providers/registry.ts';
import type { CallbackUrlsByProvider } from '../../shared/runtime/callback-urls.ts';
import { readCallbackOutputs } from '../../shared/runtime/stack-outputs.ts';
import { createClients, ownerAccessKeyId } from '../emulator-client/clients.ts';
import { toLocalOutputs } from '../emulator-client/local-urls.ts';
import { type Authorize, createAuthorizer } from './access/authorize.ts';
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
import { readCallbackUrls } from './http/callback-urls.ts';
import { startHttpServer } from './http/server.ts';
import { createEndpoints } from './http/site.ts';
import { readFunctions, toEnvironment } from './lambda/function-settings.ts';
import { createFunctions } from './lambda/functions.ts';
import { offerFixtureMedia, withLocalMedia } from './media/media-api.ts';
import { deploy } from './resources/deploy.ts';
import { readPartitionKeys } from './resources/tables.ts';
import { type Assembly, loadAssembly } from './template/assembly.ts';
import { resolveStack } from './template/stack.ts';
import { synthesize } from './template/synthesize.ts';

export type EmulatorOptions = {
  /** Local port for callbacks; 0 takes a free one. */
  readonly port: number;
  /** Keeps the state; undefined keeps it in memory and in a directory that goes with the gateway. */
  readonly dataDirectory: string | undefined;
  /** A cloud assembly to run (`cdk.out`); undefined synthesizes the application. */
  readonly assemblyDirectory?: string | undefined;
  /** Endpoints that take the place of embedded engines. */
  readonly replacements?: Readonly<Partial<Record<EndpointVariable, string>>>;
  /** Told what is going on, one line at a time. */
  onProgress?(line: string): void;
  /** Gets each line that a function writes. */
  onFunctionLine?(logicalId: string, line: string): void;
};

export type Emulator = {
  readonly port: number;
  /** Endpoint for all AWS services of the stack; any access key that is no function's is the owner's. */
  readonly awsEndpoint: string;
  /** Outputs of the stack: names of its table, bus and buckets among them. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Callback URLs by provider id. */
  urls(): Promise<CallbackUrlsByProvider>;
  /** Stops everything; what functions had not finished is taken up at the next start. */
  close(): Promise<void>;
};

/**
 * Starts the stack on this machine: synthesizes it, starts the engines, creates what the template
 * asks for and opens the port.
 *
 * @throws {EmulatorError} telling in one line what to do; nothing is left running then.
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

async function start(
  options: EmulatorOptions,
  onClose: (cleanUp: () => Promise<unknown> | unknown) => void,
): Promise<Omit<Emulator, 'close'>> {
  const { onProgress = () => {}, onFunctionLine = () => {} } = options;
  const now = () => new Date();
  const http = await startHttpServer(options.port);
  onClose(() => http.close());
  const origin = `http://127.0.0.1:${http.port}`;
  const data = await takeDataDirectory(options.dataDirectory, http.port);
  onClose(() => data.release());
  const log = openEventLog(data.file('events.jsonl'));
  onClose(() => log.close());
  const eventBridge = createEventBridge(log, now);

  onProgress('synthesizing the stack and starting the engines');
  const starting = startEngines({
    dataFile: data.file,
    inMemory: options.dataDirectory === undefined,
    replacements: options.replacements ?? {},
    eventBridge: eventBridge.service,
    onTrouble: onProgress,
  });
  onClose(async () => (await starting.catch(() => undefined))?.stop());
  const [{ backends }, assembly] = await Promise.all([
    starting,
    readAssembly(options.assemblyDirectory, data.file('cdk.out')),
  ]);
  let authorize: Authorize = () => {};
  const aws = await startAwsEndpoint({
    backends,
    authorize: (call, input) => authorize(call, input),
  });
  onClose(() => aws.close());
  const owner = createClients(aws.endpoint, ownerAccessKeyId);

  const stack = resolveStack(assembly, aws.endpoint);
  onProgress(`creating ${stack.resources.length} resources of ${stack.name}`);
  const resourcePolicies = readResourcePolicies(stack);
  requireInvocationGrants(stack, resourcePolicies);
  for (const line of describeUnknownConditions(stack)) onProgress(line);
  await deploy(stack, owner);

  const settings = readFunctions(stack, assembly);
  onProgress(`connecting ${settings.length} functions`);
  const offered = await offerFixtureMedia(settings, owner.secretsManager);
  const functions = createFunctions({
    settings,
    environmentOf: (each) =>
      toEnvironment(each, withLocalMedia(each.variables, offered, origin), aws.endpoint),
    onLine: onFunctionLine,
  });
  const callers = readCallers(stack, settings);
  const partitionKeyOf = readPartitionKeys(stack);
  authorize = createAuthorizer({ callers, resourcePolicies, partitionKeyOf, now });
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
    onTrouble: onProgress,
  });
  onClose(async () => {
    // No request may start a function again that is being stopped.
    await http.close();
    await stopBackground();
  });

  const outputs = readCallbackOutputs(stack.outputs, providers);
  const urls = () => readCallbackUrls(toLocalOutputs(outputs, origin), owner.secretsManager);
  http.open({
    ...createEndpoints({ stack, functions, outputs, now }),
    log,
    documents: {
      urls,
      stack: () => ({ name: stack.name, awsEndpoint: aws.endpoint, outputs: stack.outputs }),
      template: () => assembly.template,
    },
  });
  return { port: http.port, awsEndpoint: aws.endpoint, outputs: stack.outputs, urls };
}

async function readAssembly(given: string | undefined, outputDirectory: string): Promise<Assembly> {
  if (given === undefined) await synthesize(outputDirectory);
  return loadAssembly(given ?? outputDirectory);
}
