import type { RequestListener } from 'node:http';
import type { CallbackUrlsByProvider } from '../../shared/runtime/callback-urls.ts';
import { readCallbackOutputs } from '../../shared/runtime/stack-outputs.ts';
import { createClients, ownerAccessKeyId } from '../emulator-client/aws-clients.ts';
import {
  type EmulatorApp,
  type EmulatorGateway,
  toCallbackOutputs,
} from '../emulator-client/emulator-pages.ts';
import { toLocalOutputs } from '../emulator-client/local-urls.ts';
import { createAuthorizer } from './access/authorize.ts';
import { readCallers } from './access/callers.ts';
import { checkInvocationGrants } from './access/invocation-grants.ts';
import { readResourcePolicies } from './access/resource-policies.ts';
import { describeUnknownConditions } from './access/unknown-conditions.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { startBackground } from './background.ts';
import { takeDataDirectory } from './data-directory.ts';
import type { EndpointVariable } from './engines/endpoint-variables.ts';
import { startEngines } from './engines/start-engines.ts';
import { openEventLog } from './event-bridge/event-log.ts';
import { createEventBridge } from './event-bridge/service.ts';
import { openMappingSwitches } from './event-sources/mapping-switches.ts';
import { createCallbackLog } from './http/callback-log.ts';
import { readCallbackUrls } from './http/callback-urls.ts';
import { createEndpoints } from './http/create-endpoints.ts';
import { startHttpServer } from './http/server.ts';
import { readFunctions, toEnvironment } from './lambda/function-settings.ts';
import { createFunctions } from './lambda/functions.ts';
import { writeInlineCode, writePackageBoundary } from './lambda/inline-code.ts';
import { withLocalReceiver } from './lambda/local-receiver.ts';
import { createLambdaService } from './lambda/service.ts';
import { serveFixtureMediaApis, withMediaVariables } from './media/media-api.ts';
import { deploy } from './resources/deploy.ts';
import { readPartitionKeys } from './resources/tables.ts';
import { type App, resolveApp, selectStacks } from './template/app.ts';
import { type Assembly, loadAssembly } from './template/assembly.ts';
import type { Omission } from './template/omissions.ts';
import { synthesize } from './template/synthesize.ts';

export interface EmulatorOptions {
  /** Local port for callbacks; 0 takes a free port. */
  readonly port: number;
  /** Directory for the state; `undefined` keeps it in memory and in a temporary directory. */
  readonly dataDirectory: string | undefined;
  /** A cloud assembly to run (`cdk.out`); `undefined` synthesizes the CDK app of the working directory. */
  readonly assemblyDirectory?: string | undefined;
  /** Context for the CDK app, besides that of its `cdk.json`. */
  readonly context?: Readonly<Record<string, string>>;
  /** Names of the stacks to run, with those that they refer to. @default all */
  readonly stacks?: readonly string[];
  /** Endpoints that replace embedded engines. */
  readonly replacements?: Readonly<Partial<Record<EndpointVariable, string>>>;
  /** Serves the console at `/`; absent: `/` is a path of the HTTP API. */
  readonly serveConsole?: RequestListener | undefined;
  /** The clock, by which records grow old. @default the system's */
  now?(): Date;
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
  readonly gateways: readonly RunningGateway[];
  /** What does not run as on AWS. */
  readonly omissions: readonly Omission[];
  /** Outputs of the first gateway: the names of its table, bus and buckets, and more. Without one, of the first stack. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Callback URLs of the first gateway, by provider id. */
  urls(): Promise<CallbackUrlsByProvider>;
  /** Stops everything; the next start continues with what the functions had not finished. */
  close(): Promise<void>;
}

/** A gateway that the emulator runs. */
export interface RunningGateway extends EmulatorGateway {
  /** By provider id, with the tokens. */
  urls(): Promise<CallbackUrlsByProvider>;
}

type OnClose = (cleanUp: () => Promise<unknown> | unknown) => void;

/**
 * Starts a CDK app with a gateway on this machine: synthesizes it, starts the engines, creates the resources of its
 * stacks and opens the port.
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
  const { onProgress = () => {}, onFunctionLine = () => {}, now = () => new Date() } = options;
  const http = await startHttpServer(options.port);
  onClose(() => http.close());
  const origin = `http://127.0.0.1:${http.port}`;
  const data = await takeDataDirectory(options.dataDirectory, http.port);
  onClose(() => data.release());
  const log = openEventLog(data.file('events.jsonl'));
  onClose(() => log.close());
  const eventBridge = createEventBridge(log, now, onProgress);

  onProgress('synthesizing the app and starting the engines');
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
    readAssembly(options, data.file('cdk.out')),
  ]);
  const aws = await startAwsEndpoint();
  onClose(() => aws.close());

  const app = resolveApp(assembly, aws.endpoint);
  const resourcePolicies = readResourcePolicies(app, eventBridge.policies);
  checkInvocationGrants(app, resourcePolicies);
  for (const line of describeUnknownConditions(app)) onProgress(line);
  const settings = readFunctions(app, {
    bundleDirectories: assembly.bundleDirectories,
    writeInlineCode: (name, code) => writeInlineCode(data.file('inline-code'), name, code),
  });
  const callers = readCallers(app, settings);
  const partitionKeyOf = readPartitionKeys(app);
  const authorize = createAuthorizer({ callers, resourcePolicies, partitionKeyOf, now });
  const switches = openMappingSwitches(data.file('mappings.json'));
  aws.open({
    backends: { ...backends, lambda: { operations: createLambdaService(switches, settings) } },
    stacks: app.stacks,
    authorize,
    now,
  });

  const stackNames = app.stacks.map(({ name }) => name).join(', ');
  onProgress(`creating ${app.resources.all.length} resources of ${stackNames}`);
  const owner = createClients(aws.endpoint, ownerAccessKeyId);
  await deploy(
    app,
    owner,
    settings.map(({ functionArn }) => functionArn),
  );

  onProgress(`connecting ${settings.length} functions`);
  const served = await serveFixtureMediaApis(settings, owner.secretsManager);
  const functions = createFunctions({
    settings,
    environmentOf: (each) =>
      toEnvironment(
        each,
        withLocalReceiver(withMediaVariables(each.variables, served, origin)),
        aws.endpoint,
      ),
    onLine: onFunctionLine,
  });
  const stopBackground = await startBackground({
    app,
    functions,
    callers,
    resourcePolicies,
    awsEndpoint: aws.endpoint,
    owner,
    dataFile: data.file,
    log,
    eventBridge,
    switches,
    now,
    onError: onProgress,
  });
  onClose(async () => {
    // A request must not start a function that is being stopped.
    await http.close();
    await stopBackground();
  });

  const page = toAppPage(app, aws.endpoint, origin);
  http.open({
    ...createEndpoints({ app, functions, now }),
    log,
    callbacks: createCallbackLog(),
    serveConsole: options.serveConsole,
    app: page,
    templates: new Map(app.stacks.map(({ name, template }) => [name, template])),
  });
  const gateways = page.gateways.map((gateway) => ({
    ...gateway,
    urls: () => readCallbackUrls(toCallbackOutputs(gateway), owner.secretsManager),
  }));
  const [first] = gateways;
  return {
    port: http.port,
    awsEndpoint: aws.endpoint,
    gateways,
    omissions: app.omissions.list,
    outputs: first?.outputs ?? page.stacks[0]?.outputs ?? {},
    urls: async () => (await first?.urls()) ?? {},
  };
}

/** What the emulator says about itself. */
function toAppPage({ stacks, gateways }: App, awsEndpoint: string, origin: string): EmulatorApp {
  return {
    awsEndpoint,
    stacks: stacks.map(({ name, id, outputs }) => ({ name, id, outputs })),
    gateways: gateways.map(({ stack, has: _, format: _format, ...gateway }, index) => {
      const outputs = readCallbackOutputs(gateway.outputs, gateway.providers);
      const local = toLocalOutputs(outputs, origin, { name: gateway.name, isFirst: index === 0 });
      return {
        ...gateway,
        stackName: stack.name,
        stackId: stack.id,
        callbacks: Object.fromEntries(local),
      };
    }),
  };
}

async function readAssembly(
  { assemblyDirectory: given, context = {}, stacks = [] }: EmulatorOptions,
  outputDirectory: string,
): Promise<Assembly> {
  if (given === undefined) {
    await synthesize(outputDirectory, { context });
    writePackageBoundary(outputDirectory);
  }
  return selectStacks(await loadAssembly(given ?? outputDirectory), stacks);
}
