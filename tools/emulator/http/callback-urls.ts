import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type ProviderSecret, providerSecret } from '../../../shared/provider/provider-secret.ts';
import type {
  CallbackOutputs,
  CallbackOutputsByProvider,
} from '../../../shared/runtime/stack-outputs.ts';

/** Where a provider's callbacks go: what its console asks for. */
export type CallbackUrls = {
  /** Callback URL on the HTTP API, token included; absent when that endpoint is off. */
  readonly api?: string;
  /** Callback URL on the function URL, token included; absent when that endpoint is off. */
  readonly functionUrl?: string;
  /** Static headers that the provider must send, if its secret asks for any. */
  readonly headers: Readonly<Record<string, string>>;
};

export type CallbackUrlsByProvider = Readonly<Record<string, CallbackUrls>>;

/**
 * Completes the base URLs with the tokens and headers of the providers' secrets. A provider whose
 * secret is not in the documented form is left out, so that it takes no other with it.
 */
export async function toCallbackUrls(
  outputs: CallbackOutputsByProvider,
  secretsManager: SecretsManagerClient,
): Promise<CallbackUrlsByProvider> {
  const entries = [...outputs].map(async ([id, output]) => {
    const secret = await readSecret(output.secretArn, secretsManager);
    return secret === undefined ? [] : [[id, completeUrls(output, secret)] as const];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}

/** Completes the base URLs of one provider with the token and the headers of its secret. */
export function completeUrls(
  { api, functionUrl }: CallbackOutputs,
  { token, headers = {} }: ProviderSecret,
): CallbackUrls {
  // Of a header that is being changed, one value is enough.
  const sent = Object.entries(headers).map(([name, value]) => [name, [value].flat()[0] ?? '']);
  return {
    ...(api ? { api: `${api}/${token}` } : {}),
    ...(functionUrl ? { functionUrl: `${functionUrl}/${token}` } : {}),
    headers: Object.fromEntries(sent),
  };
}

async function readSecret(
  SecretId: string,
  secretsManager: SecretsManagerClient,
): Promise<ProviderSecret | undefined> {
  const { SecretString: json = '{}' } = await secretsManager.send(
    new GetSecretValueCommand({ SecretId }),
  );
  try {
    return providerSecret.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}
