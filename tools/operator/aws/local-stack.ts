import { z } from 'zod';
import { providers } from '../../../functions/providers/registry.ts';
import { readCallbackOutputs } from '../../../shared/runtime/stack-outputs.ts';
import { createClients, ownerAccessKeyId } from '../../emulator/aws/clients.ts';
import { runningGatewayFile } from '../../emulator/data-directory.ts';
import { LocalGatewayError } from '../../emulator/errors.ts';
import { toLocalOutputs } from '../../emulator/http/site.ts';
import type { CommonValues } from '../command-line.ts';
import { readFunctionSettings } from './function-settings.ts';
import { type Gateway, readResources } from './gateway.ts';

const localStack = z.object({
  name: z.string(),
  awsEndpoint: z.string(),
  outputs: z.record(z.string(), z.unknown()),
});

/** What a gateway on this machine says of its stack. */
export async function readLocalStack(origin: string): Promise<z.infer<typeof localStack>> {
  return localStack.parse(await readDocument(origin, 'stack'));
}

/**
 * The gateway on this machine, by the pages that only this machine can open.
 *
 * @throws {LocalGatewayError} when none runs
 */
export async function connectLocally(values: CommonValues): Promise<Gateway> {
  const origin = findLocalOrigin(values);
  const { name, awsEndpoint, outputs } = await readLocalStack(origin);
  const callbacks = toLocalOutputs(readCallbackOutputs(outputs, providers), origin);
  return {
    name,
    localOrigin: origin,
    clients: createClients(awsEndpoint, ownerAccessKeyId),
    resources: readResources(outputs),
    callbacks,
    functionSettings: async () =>
      readFunctionSettings(await readDocument(origin, 'template'), callbacks.keys()),
  };
}

async function readDocument(origin: string, name: string): Promise<unknown> {
  return (await fetchLocally(`${origin}/_local/${name}`)).json();
}

/**
 * The origin of the gateway on this machine. A directory that was named is never passed over for
 * another gateway: a command may erase.
 *
 * @throws {LocalGatewayError} when none runs on the directory that was named
 */
function findLocalOrigin({ port, data }: Pick<CommonValues, 'port' | 'data'>): string {
  const running = runningGatewayFile(data ?? '.tributary').read();
  if (port === undefined && data !== undefined && running === undefined) {
    throw new LocalGatewayError(
      `no gateway runs on ${data}: start it with npm start -- --data ${data}, or name its --port`,
    );
  }
  return `http://127.0.0.1:${port ?? running?.port ?? 8787}`;
}

/** Asks the emulator for something; every other answer than 200 is an error. */
export async function fetchLocally(url: string): Promise<Response> {
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok) return response;
  throw new LocalGatewayError(
    response
      ? `${url} answered ${response.status}: the gateway may still be starting`
      : `no gateway answers at ${new URL(url).origin}: start it with npm start, or name its --port`,
  );
}
