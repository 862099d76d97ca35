import { readCallbackOutputs } from '../../../shared/runtime/stack-outputs.ts';
import { createClients, ownerAccessKeyId } from '../../emulator-client/aws-clients.ts';
import { readEmulatorStack, readEmulatorTemplate } from '../../emulator-client/emulator-pages.ts';
import { toLocalOutputs } from '../../emulator-client/local-urls.ts';
import { findEmulatorOrigin } from '../../emulator-client/running-emulator.ts';
import type { CommonValues } from '../command-line.ts';
import { chooseGateway } from './choose-gateway.ts';
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
  const stack = await readEmulatorStack(origin);
  const described = chooseGateway(stack.name, stack.outputs, values.gateway);
  const { name, version, outputs, prefix } = described;
  const callbacks = toLocalOutputs(readCallbackOutputs(outputs, described.providers), origin);
  return {
    name,
    version,
    option: toOption(values),
    userHashKey: stack.id,
    localOrigin: origin,
    clients: createClients(stack.awsEndpoint, ownerAccessKeyId),
    resources: readResources(outputs),
    callbacks,
    functionSettings: async () =>
      readFunctionSettings(await readEmulatorTemplate(origin), callbacks.keys(), prefix),
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
