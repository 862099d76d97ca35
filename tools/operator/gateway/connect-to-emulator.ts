import { createClients, ownerAccessKeyId } from '../../emulator-client/aws-clients.ts';
import {
  readEmulatorApp,
  readEmulatorTemplate,
  toCallbackOutputs,
} from '../../emulator-client/emulator-pages.ts';
import { findEmulatorOrigin } from '../../emulator-client/running-emulator.ts';
import type { CommonValues } from '../command-line.ts';
import { chooseAmong } from './choose-gateway.ts';
import { readFunctionSettings } from './function-settings.ts';
import { type Gateway, readResources } from './gateway.ts';

/**
 * Connects to the gateway that runs on the emulator.
 *
 * @throws {EmulatorError} when that emulator does not run
 */
export async function connectToEmulator(
  values: Pick<CommonValues, 'port' | 'data' | 'gateway'>,
): Promise<Gateway> {
  const origin = await findEmulatorOrigin(values);
  const app = await readEmulatorApp(origin);
  // Those of two stacks may have the same id.
  const chosen = chooseAmong('the app', app.gateways, values.gateway, ({ name }) => name);
  const { name, version, outputs, prefix, stackName, stackId } = chosen;
  const callbacks = toCallbackOutputs(chosen);
  return {
    name,
    version,
    option: toOption(values),
    userHashKey: stackId,
    localOrigin: origin,
    clients: createClients(app.awsEndpoint, ownerAccessKeyId),
    resources: readResources(outputs),
    callbacks,
    functionSettings: async () =>
      readFunctionSettings(await readEmulatorTemplate(origin, stackName), callbacks.keys(), prefix),
    logsDays: async () => undefined,
  };
}

/** The options that name this emulator again. */
function toOption({
  port,
  data,
  gateway,
}: Pick<CommonValues, 'port' | 'data' | 'gateway'>): string {
  return [
    ...(port === undefined ? [] : [`--port ${port}`]),
    ...(data === undefined ? [] : [`--data ${data}`]),
    ...(gateway === undefined ? [] : [`--gateway ${gateway}`]),
  ].join(' ');
}
