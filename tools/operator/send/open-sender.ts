import { toConnectionSecret } from '../../../shared/provider/connection-secret.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { type CallbackFixture, toCallbackBody } from '../../emulator-client/callback-fixtures.ts';
import { toUrlAtFunction } from '../../emulator-client/local-urls.ts';
import { readProviderSecret } from '../aws/secrets-manager-secret.ts';
import type { OptionValues } from '../command.ts';
import { findCallback, type Gateway } from '../gateway/gateway.ts';
import { OperatorError } from '../operator-error.ts';
import { readConnection } from '../secrets/connections.ts';
import { signAsProvider } from '../secrets/sign-as-provider.ts';

const endpoints = ['api', 'functionUrl'] as const;

/** The options of a command that sends callbacks in the name of a provider. */
export const senderOptions = {
  connection: {
    type: 'string',
    value: 'NAME',
    help: 'send as this named connection of the provider',
  },
  endpoint: {
    type: 'string',
    value: 'ENDPOINT',
    oneOf: endpoints,
    help: 'api or functionUrl; default: api, if the gateway has one',
  },
} as const;

/** The response to a callback. */
export interface SendResponse {
  readonly status: number;
  readonly elapsedMs: number;
  readonly body: string;
}

/** Sends callbacks in the name of a provider, with all of its proofs. */
export interface Sender {
  /** Why the callbacks are not signed, although the secret demands it; absent when they are. */
  readonly unsignedBecause: string | undefined;
  /** @throws {OperatorError} without a response */
  send(): Promise<SendResponse>;
}

/**
 * Prepares a callback: an endpoint of the provider, the static headers of its secret, and the body in its format.
 *
 * @param contentType default: that of the provider
 * @throws {OperatorError} for a provider that the gateway does not have, and for a body that it cannot send
 */
export async function openSender(
  gateway: Gateway,
  adapter: ProviderAdapter,
  fixture: CallbackFixture,
  values: OptionValues<typeof senderOptions>,
  {
    now,
    contentType = adapter.codec.contentType,
  }: { now: () => Date; contentType?: string | undefined },
): Promise<Sender> {
  const { id: provider } = adapter.manifest;
  const outputs = findCallback(gateway, provider);
  const ofProvider = await readProviderSecret(gateway.clients.secretsManager, outputs.secretArn);
  readConnection(ofProvider, values.connection);
  const secret = toConnectionSecret(ofProvider, values.connection);
  const { headers, ...urls } = toCallbackUrls(outputs, secret);
  const wanted = endpoints.filter((each) => (values.endpoint ?? each) === each);
  const url = wanted.map((each) => urls[each]).find((each) => each !== undefined);
  if (url === undefined)
    throw new UsageError(`the gateway has no ${wanted.join(' or ')} for the provider ${provider}`);
  const body = toBody(fixture, adapter, gateway.localOrigin);
  const sign = () =>
    signAsProvider(
      { method: 'POST', url: toUrlAtFunction(url), body, receivedAt: now() },
      { ...headers, 'content-type': contentType },
      secret,
      adapter.manifest,
    );
  return {
    unsignedBecause: sign().unsignedBecause,
    send: () => post(url, sign().headers, body),
  };
}

/** @throws {OperatorError} for a fixture that is not in the format of the provider */
function toBody(
  fixture: CallbackFixture,
  { codec, manifest }: ProviderAdapter,
  localOrigin: string | undefined,
): Buffer<ArrayBuffer> {
  try {
    return toCallbackBody(fixture, codec, localOrigin);
  } catch (cause) {
    throw new OperatorError(`${manifest.name} cannot send this as ${codec.contentType}`, { cause });
  }
}

async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer<ArrayBuffer>,
): Promise<SendResponse> {
  const startedAt = performance.now();
  const response = await fetch(url, { method: 'POST', headers, body }).catch((cause: unknown) => {
    throw new OperatorError(`no response from ${new URL(url).origin}`, { cause });
  });
  return {
    status: response.status,
    elapsedMs: Math.round(performance.now() - startedAt),
    body: await response.text(),
  };
}

/** Whether the gateway has taken the callback. */
export function isSuccess({ status }: Pick<SendResponse, 'status'>): boolean {
  return status >= 200 && status < 300;
}
