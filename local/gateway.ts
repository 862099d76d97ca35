import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { providers } from '../functions/providers.ts';
import { createClients, ownerAccessKeyId } from './aws/clients.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import type { EndpointVariable } from './engines/endpoint-variables.ts';
import { startEngines } from './engines/start-engines.ts';
import { runDeliveries } from './event-bridge/deliveries.ts';
import { openEventLog } from './event-bridge/event-log.ts';
import { createEventBridge } from './event-bridge/service.ts';
import { createTargetDelivery } from './event-bridge/targets.ts';
import { runMappings } from './event-sources/start-mappings.ts';
import { type CallbackUrls, readCallbackOutputs, toCallbackUrls } from './http/callback-urls.ts';
import { startHttpServer } from './http/server.ts';
import { createFrontDoors, toLocalOutputs } from './http/site.ts';
import { createFunctions } from './lambda/functions.ts';
import { deploy } from './resources/deploy.ts';
import { loadAssembly } from './template/assembly.ts';
import { resolveStack } from './template/stack.ts';
import { synthesize } from './template/synthesize.ts';

export type LocalGatewayOptions = {
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
  onFunctionLine?(functionName: string, line: string): void;
};

export type LocalGateway = {
  readonly port: number;
  /** Endpoint for all AWS services of the stack, for any access key. */
  readonly awsEndpoint: string;
  /** Callback URLs by provider id. */
  urls(): Promise<Readonly<Record<string, CallbackUrls>>>;
  /** Stops everything; what functions had not finished is taken up at the next start. */
  close(): Promise<void>;
};

/**
 * Starts the stack on this machine: synthesizes it, starts the engines, creates what the template
 * asks for and opens the port.
 *
 * @throws {LocalGatewayError} telling in one line what to do; nothing is left running then.
 */
export async function startLocalGateway(options: LocalGatewayOptions): Promise<LocalGateway> {
  const { onProgress = () => {}, onFunctionLine = () => {} } = options;
  const cleanUps: (() => Promise<unknown> | unknown)[] = [];
  const close = async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
    cleanUps.length = 0;
  };
  try {
    const http = await startHttpServer(options.port);
    cleanUps.push(() => http.close());
    const origin = `http://127.0.0.1:${http.port}`;

    const dataDirectory =
      options.dataDirectory ?? (await mkdtemp(path.join(tmpdir(), 'tributary-')));
    if (options.dataDirectory === undefined)
      cleanUps.push(() => rm(dataDirectory, { recursive: true }));
    await mkdir(dataDirectory, { recursive: true });

    const log = openEventLog(path.join(dataDirectory, 'events.jsonl'));
    cleanUps.push(() => log.close());
    const now = () => new Date();
    const eventBridge = createEventBridge(log, now);
    onProgress('starting the engines and synthesizing the stack');
    const [engines, assembly] = await Promise.all([
      startEngines({
        dataDirectory,
        inMemory: options.dataDirectory === undefined,
        replacements: options.replacements ?? {},
        eventBridge: eventBridge.service,
      }),
      loadOrSynthesize(options.assemblyDirectory, path.join(dataDirectory, 'cdk.out')),
    ]);
    cleanUps.push(() => engines.stop());

    const aws = await startAwsEndpoint({ backends: engines.backends, authorize: () => {} });
    cleanUps.push(() => aws.close());
    const awsEndpoint = aws.endpoint;
    const owner = createClients(awsEndpoint, ownerAccessKeyId);
    const stack = resolveStack(assembly, awsEndpoint);
    onProgress(`creating ${stack.resources.length} resources of ${stack.name}`);
    await deploy(stack, owner);

    const functions = createFunctions({
      stack,
      bundleDirectories: assembly.bundleDirectories,
      awsEndpoint,
      localOrigin: origin,
      onLine: onFunctionLine,
    });
    cleanUps.push(() => functions.stop());

    const stopping = new AbortController();
    const { signal } = stopping;
    const running = Promise.all([
      runMappings({
        stack,
        functions,
        awsEndpoint,
        owner,
        dataDirectory,
        signal,
        onTrouble: (mapping, error) => onProgress(`${mapping}: ${String(error)}`),
      }),
      runDeliveries({
        log,
        eventBridge,
        deliver: createTargetDelivery(owner.sqs, functions),
        cursorFile: path.join(dataDirectory, 'deliveries.json'),
        signal,
      }),
    ]);
    cleanUps.push(async () => {
      stopping.abort();
      await functions.stop();
      await running.catch(() => undefined);
    });

    const outputs = readCallbackOutputs(
      providers.map(({ id }) => id),
      stack.outputs,
    );
    const urls = async () => {
      const entries = [...outputs].map(async ([id, output]) => [
        id,
        await toCallbackUrls(toLocalOutputs(id, output, origin), owner.secretsManager),
      ]);
      return Object.fromEntries(await Promise.all(entries));
    };
    http.open({
      ...createFrontDoors({ stack, functions, outputs, now }),
      log,
      documents: { urls, stack: () => ({ name: stack.name, awsEndpoint, outputs: stack.outputs }) },
    });
    return { port: http.port, awsEndpoint, urls, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function loadOrSynthesize(given: string | undefined, outputDirectory: string) {
  if (given === undefined) await synthesize(outputDirectory);
  return loadAssembly(given ?? outputDirectory);
}
