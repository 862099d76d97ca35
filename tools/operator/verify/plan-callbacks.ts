import { providers } from '../../../functions/providers/registry.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import type { ConnectionSecret } from '../../../shared/provider/provider-secret.ts';
import { listConnections, toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import { readProviderSecret } from '../aws/secrets-manager-secret.ts';
import { findCallback, type Gateway } from '../gateway/gateway.ts';
import { isKnownProvider, readProvider, readSample } from '../gateway/read-providers.ts';
import type { FaultMessages } from './faults/ports.ts';
import type { Run } from './test-account.ts';
import {
  type TestCallback,
  type TestPicture,
  type TestProvider,
  toMessageCallback,
  toUnrecognizedCallback,
} from './test-callbacks.ts';

/** An endpoint of a provider, and what is sent to it. */
export interface EndpointPlan {
  readonly name: 'api' | 'functionUrl';
  /** With the token. */
  readonly url: string;
  /** Absent when the provider has no sample. */
  readonly message: TestCallback | undefined;
  /** What the endpoint must refuse, and store nothing of. */
  readonly refused: TestCallback | undefined;
}

/** Who sends callbacks, and with which proofs. */
export interface Sender {
  readonly adapter: ProviderAdapter;
  readonly secret: ConnectionSecret;
  /** The static headers of the secret. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A further account at the provider. It sends the messages of the endpoints again, which are not stored twice. */
export interface ConnectionPlan extends Sender {
  readonly name: string;
  /** With its token. */
  readonly urls: Readonly<Partial<Record<EndpointPlan['name'], string>>>;
}

/** Everything that is sent in the name of a provider. */
export interface ProviderPlan extends Sender {
  readonly endpoints: readonly EndpointPlan[];
  readonly connections: readonly ConnectionPlan[];
  /** Absent when the provider takes any body. */
  readonly unrecognized: TestCallback | undefined;
  /** What is sent while something is broken; none without `--faults`. */
  readonly whileBroken: FaultMessages;
}

/** What a run sends beside the messages of every run. */
export interface TestSettings {
  /** Absent when none could be provided. */
  readonly picture: TestPicture | undefined;
  /** Whether messages are sent while something is broken. */
  readonly withFaults: boolean;
}

/** A picture for a plan of which nothing is sent. */
export const anyPicture: TestPicture = {
  url: 'https://files.example/1.png',
  mimeType: 'image/png',
  sha256: '0'.repeat(64),
};

const endpointNames = ['api', 'functionUrl'] as const;

/**
 * Plans what is sent to the endpoints of a provider. Only the first one gets the picture and the unrecognized
 * body: behind both is one function, and each quarantined body counts towards an alarm.
 *
 * @throws {OperatorError} when the secret has a mistake, or this version does not know the provider
 */
export async function planProvider(
  gateway: Gateway,
  id: string,
  run: Run,
  { picture, withFaults }: TestSettings,
): Promise<ProviderPlan> {
  const outputs = findCallback(gateway, id);
  const provider = await readTestProvider(gateway, id, run);
  const secret = await readProviderSecret(gateway.clients.secretsManager, outputs.secretArn);
  const { headers, ...urls } = toCallbackUrls(outputs, secret);
  const endpoints = endpointNames.flatMap((name) => {
    const url = urls[name];
    return url === undefined ? [] : [{ name, url }];
  });
  return {
    adapter: provider.adapter,
    secret,
    headers,
    endpoints: endpoints.map(({ name, url }, index) => ({
      ...planEndpoint(provider, name, index === 0 ? picture : undefined),
      url,
    })),
    connections: listConnections(outputs, secret).map(({ name, secret: values, urls: own }) => ({
      name,
      adapter: provider.adapter,
      secret: values,
      headers: own.headers,
      urls: own,
    })),
    unrecognized: toUnrecognizedCallback(provider, 'unrecognized'),
    whileBroken: withFaults ? planFaultMessages(provider) : { whileDenied: [], old: [] },
  };
}

/** A denial takes some time to have an effect. Until it has, each message is published. */
const attempts = 6;

function planFaultMessages(provider: TestProvider): FaultMessages {
  const toMessages = (name: string) =>
    Array.from({ length: attempts }, (_, index) =>
      toMessageCallback(provider, `${name}-${index}`),
    ).filter((message) => message !== undefined);
  return { whileDenied: toMessages('denied'), old: toMessages('old') };
}

async function readTestProvider(gateway: Gateway, id: string, run: Run): Promise<TestProvider> {
  return { adapter: await readProvider(gateway, id), sample: await readSample(id), run };
}

/** What is sent to an endpoint. Without a sample, only what it must refuse: nothing else stores that. */
export function planEndpoint(
  provider: TestProvider,
  name: EndpointPlan['name'],
  picture: TestPicture | undefined,
): Omit<EndpointPlan, 'url'> {
  return {
    name,
    message: toMessageCallback(provider, name, picture),
    refused:
      toMessageCallback(provider, `${name}-refused`) ??
      toUnrecognizedCallback(provider, `${name}-refused`),
  };
}

/**
 * Everything that a run may have sent, whichever providers and endpoints were on. Needs no secret, so that it
 * can be erased whatever else is wrong.
 */
export async function planErasure(gateway: Gateway, run: Run): Promise<readonly TestCallback[]> {
  const ids = new Set([...providers.map(({ id }) => id), ...gateway.callbacks.keys()]);
  const known = await Promise.all(
    [...ids].map(async (id) => ((await isKnownProvider(gateway, id)) ? [id] : [])),
  );
  const testProviders = await Promise.all(
    known.flat().map((id) => readTestProvider(gateway, id, run)),
  );
  return testProviders.flatMap((provider) =>
    callbacksOf({
      endpoints: endpointNames.map((name) => planEndpoint(provider, name, anyPicture)),
      unrecognized: toUnrecognizedCallback(provider, 'unrecognized'),
      whileBroken: planFaultMessages(provider),
    }),
  );
}

/** Everything that the gateway may have stored of a plan. */
export function callbacksOf({
  endpoints,
  unrecognized,
  whileBroken,
}: Pick<ProviderPlan, 'unrecognized' | 'whileBroken'> & {
  readonly endpoints: readonly Pick<EndpointPlan, 'message' | 'refused'>[];
}): readonly TestCallback[] {
  return [
    ...endpoints.flatMap(({ message, refused }) => [message, refused]),
    unrecognized,
    ...whileBroken.whileDenied,
    ...whileBroken.old,
  ].filter((callback) => callback !== undefined);
}

/** `metadata.id` of every event that the gateway publishes for a plan. */
export function eventIdsOf({
  endpoints,
  unrecognized,
  whileBroken,
}: ProviderPlan): readonly string[] {
  const published = [
    ...endpoints.map(({ message }) => message),
    unrecognized,
    ...whileBroken.whileDenied,
    ...whileBroken.old,
  ];
  return published.flatMap((callback) =>
    callback === undefined
      ? []
      : [
          callback.record.event.detail.metadata.id,
          ...(callback.fileEventId === undefined ? [] : [callback.fileEventId]),
        ],
  );
}
