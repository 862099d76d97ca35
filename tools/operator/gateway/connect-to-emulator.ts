import { providers } from '../../../functions/providers/registry.ts';
import { readCallbackOutputs } from '../../../shared/runtime/stack-outputs.ts';
import { createClients, ownerAccessKeyId } from '../../emulator-client/aws-clients.ts';
import { readEmulatorStack, readEmulatorTemplate } from '../../emulator-client/emulator-pages.ts';
import { toLocalOutputs } from '../../emulator-client/local-urls.ts';
import { type EmulatorName, findEmulatorOrigin } from '../../emulator-client/running-emulator.ts';
import type { CommonValues } from '../command-line.ts';
import { readFunctionSettings } from './function-settings.ts';
import { type Gateway, readResources } from './gateway.ts';

/**
 * Connects to the gateway that runs on the emulator.
 *
 * @throws {EmulatorError} when that emulator does not run
 */
export async function connectToEmulator(values: CommonValues): Promise<Gateway> {
  const origin = await findEmulatorOrigin(values);
  const { name, id, awsEndpoint, outputs } = await readEmulatorStack(origin);
  const callbacks = toLocalOutputs(readCallbackOutputs(outputs, providers), origin);
  return {
    name,
    option: toOption(values),
    userHashKey: id,
    localOrigin: origin,
    clients: createClients(awsEndpoint, ownerAccessKeyId),
    resources: readResources(outputs),
    callbacks,
    functionSettings: async () =>
      readFunctionSettings(await readEmulatorTemplate(origin), callbacks.keys()),
    logsDays: async () => undefined,
  };
}

/** The options that name this emulator again. */
function toOption({ port, data }: EmulatorName): string {
  return [
    ...(port === undefined ? [] : [`--port ${port}`]),
    ...(data === undefined ? [] : [`--data ${data}`]),
  ].join(' ');
}
