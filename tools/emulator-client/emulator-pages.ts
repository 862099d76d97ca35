import { z } from 'zod';
import type { CallbackOutputsByProvider } from '../../shared/runtime/stack-outputs.ts';
import { startCommand } from '../command-line/how-to-run.ts';
import { EmulatorError } from './emulator-error.ts';
import { emulatorPaths } from './local-urls.ts';

const callbackOutputs = z.object({
  api: z.string().optional(),
  functionUrl: z.string().optional(),
  secretArn: z.string(),
});

const emulatorGateway = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  providers: z.array(z.string()),
  /** Before the names of its outputs in its stack. */
  prefix: z.string(),
  stackName: z.string(),
  stackId: z.string(),
  /** Without the prefix. */
  outputs: z.record(z.string(), z.unknown()),
  /** By provider, with the URLs at which the emulator serves them. */
  callbacks: z.record(z.string(), callbackOutputs),
});

const emulatorApp = z.object({
  awsEndpoint: z.string(),
  gateways: z.array(emulatorGateway),
  stacks: z.array(
    z.object({ name: z.string(), id: z.string(), outputs: z.record(z.string(), z.unknown()) }),
  ),
});

/** A gateway that an emulator runs. */
export type EmulatorGateway = z.infer<typeof emulatorGateway>;

/** What an emulator runs, and the endpoint for its AWS services. */
export type EmulatorApp = z.infer<typeof emulatorApp>;

/** The callback outputs of a gateway by provider. */
export function toCallbackOutputs({ callbacks }: EmulatorGateway): CallbackOutputsByProvider {
  return new Map(
    Object.entries(callbacks).map(([provider, { api, functionUrl, secretArn }]) => [
      provider,
      { api, functionUrl, secretArn },
    ]),
  );
}

/** @throws {EmulatorError} when no emulator responds at this origin */
export async function readEmulatorApp(origin: string): Promise<EmulatorApp> {
  return emulatorApp.parse(await readDocument(`${origin}${emulatorPaths.app}`));
}

/**
 * Reads the CloudFormation template of a stack that an emulator runs.
 *
 * @throws {EmulatorError} when no emulator responds at this origin
 */
export function readEmulatorTemplate(origin: string, stackName: string): Promise<unknown> {
  return readDocument(`${origin}${emulatorPaths.template(stackName)}`);
}

async function readDocument(url: string): Promise<unknown> {
  return (await fetchFromEmulator(url)).json();
}

/**
 * Requests a page of an emulator.
 *
 * @throws {EmulatorError} when no emulator responds, or its status is not 2xx
 */
export async function fetchFromEmulator(url: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal: signal ?? null }).catch(() => undefined);
  if (response?.ok) return response;
  throw new EmulatorError(
    response
      ? `${url} responded with ${response.status}: the emulator may still be starting`
      : `no emulator responds at ${new URL(url).origin}: start it with ${startCommand()}, or name its --port`,
  );
}
