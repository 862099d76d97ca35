import { readHttpSubscriptions } from '../../../shared/http-subscription/description.ts';
import { createClients, ownerAccessKeyId } from '../../emulator-client/aws-clients.ts';
import {
  type EmulatorApp,
  type EmulatorGateway,
  readEmulatorApp,
  readEmulatorTemplate,
  toCallbackOutputs,
} from '../../emulator-client/emulator-pages.ts';
import { findEmulatorOrigin } from '../../emulator-client/running-emulator.ts';
import type { CommonValues } from '../command-line.ts';
import { OperatorError } from '../operator-error.ts';
import { chooseAmong } from './choose-gateway.ts';
import { readFunctionSettings, readListsConversations } from './function-settings.ts';
import { type Gateway, type GatewayChoice, readResources } from './gateway.ts';

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
  return toGateway(origin, app, chosen, toOption(values));
}

/**
 * The gateways of the app on the emulator, without connecting to any; the first one has the shortest URLs.
 *
 * @throws {EmulatorError} when that emulator does not run
 */
export async function listEmulatorGateways(
  values: Pick<CommonValues, 'port' | 'data'>,
): Promise<readonly GatewayChoice[]> {
  const origin = await findEmulatorOrigin(values);
  const app = await readEmulatorApp(origin);
  return app.gateways.map((each) => {
    const named = app.gateways.length > 1 ? { ...values, gateway: each.name } : values;
    return {
      name: each.name,
      id: each.id,
      connect: async () => toGateway(origin, app, each, toOption(named)),
    };
  });
}

function toGateway(
  origin: string,
  app: EmulatorApp,
  chosen: EmulatorGateway,
  option: string,
): Gateway {
  const { name, version, outputs, prefix, stackName, stackId } = chosen;
  const callbacks = toCallbackOutputs(chosen);
  const readTemplate = () => readEmulatorTemplate(origin, stackName);
  return {
    name,
    version,
    option,
    userHashKey: stackId,
    localOrigin: origin,
    clients: createClients(app.awsEndpoint, ownerAccessKeyId),
    resources: readResources(outputs),
    callbacks,
    httpSubscriptions: app.stacks.flatMap((stack) => readHttpSubscriptions(stack.outputs)),
    functionSettings: async () =>
      readFunctionSettings(await readTemplate(), callbacks.keys(), prefix),
    logsDays: async () => undefined,
    listsConversations: async () => readListsConversations(await readTemplate(), prefix),
    hasAlarms: async () => false,
    logMetrics: async () => new Set(),
    callbackLogGroup: async () => undefined,
    retainedResources: () =>
      Promise.reject(
        new OperatorError(
          'the emulator keeps everything in its data directory: name a deployed stack by --stack',
        ),
      ),
  };
}

/** The options that name this emulator again. */
export function toOption({
  port,
  data,
  gateway,
}: Partial<Pick<CommonValues, 'port' | 'data' | 'gateway'>>): string {
  return [
    ...(port === undefined ? [] : [`--port ${port}`]),
    ...(data === undefined ? [] : [`--data ${data}`]),
    ...(gateway === undefined ? [] : [`--gateway ${gateway}`]),
  ].join(' ');
}
