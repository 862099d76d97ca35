import { loadSample } from '../../../functions/providers/load-provider.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import { readProviderSecret } from '../aws/secrets-manager-secret.ts';
import { findCallback, type Gateway } from '../gateway/gateway.ts';
import { readProvider } from '../gateway/read-providers.ts';
import type { Run } from './test-account.ts';
import {
  type TestCallback,
  type TestPicture,
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

/** Everything that is sent in the name of a provider. */
export interface ProviderPlan {
  readonly adapter: ProviderAdapter;
  readonly secret: ProviderSecret;
  /** The static headers of the secret. */
  readonly headers: Readonly<Record<string, string>>;
  readonly endpoints: readonly EndpointPlan[];
  /** Absent when the provider takes any body. */
  readonly unrecognized: TestCallback | undefined;
}

/** A picture for a plan of which nothing is sent. */
export const anyPicture: TestPicture = {
  url: 'https://files.example/1.png',
  mimeType: 'image/png',
  sha256: '0'.repeat(64),
};

const endpointNames = ['api', 'functionUrl'] as const;

/**
 * Plans what is sent to the endpoints of a provider. Only the first message has the picture: one shows as
 * much as two.
 *
 * @throws {OperatorError} when the secret has a mistake, or this version does not know the provider
 */
export async function planProvider(
  gateway: Gateway,
  id: string,
  run: Run,
  picture: TestPicture | undefined,
): Promise<ProviderPlan> {
  const outputs = findCallback(gateway, id);
  const adapter = await readProvider(gateway, id);
  const secret = await readProviderSecret(gateway.clients.secretsManager, outputs.secretArn);
  const provider = { adapter, sample: await loadSample(id), run };
  const { headers, ...urls } = toCallbackUrls(outputs, secret);
  const endpoints = endpointNames.flatMap((name) => {
    const url = urls[name];
    return url === undefined ? [] : [{ name, url }];
  });
  return {
    adapter,
    secret,
    headers,
    endpoints: endpoints.map(({ name, url }, index) => ({
      name,
      url,
      message: toMessageCallback(provider, name, index === 0 ? picture : undefined),
      refused: toMessageCallback(provider, `${name}-refused`),
    })),
    unrecognized: toUnrecognizedCallback(provider),
  };
}

/** Everything that the gateway may have stored of a plan. */
export function callbacksOf({ endpoints, unrecognized }: ProviderPlan): readonly TestCallback[] {
  return [...endpoints.flatMap(({ message, refused }) => [message, refused]), unrecognized].filter(
    (callback) => callback !== undefined,
  );
}

/** `metadata.id` of every event that the gateway publishes for a plan. */
export function eventIdsOf({ endpoints, unrecognized }: ProviderPlan): readonly string[] {
  return [...endpoints.map(({ message }) => message), unrecognized].flatMap((callback) =>
    callback === undefined
      ? []
      : [
          callback.record.event.detail.metadata.id,
          ...(callback.fileEventId === undefined ? [] : [callback.fileEventId]),
        ],
  );
}
