import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { providers } from '../../../functions/providers/registry.ts';
import { type ProviderSecret, providerSecret } from '../../../shared/provider/provider-secret.ts';

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

/** The outputs of the stack for one provider; see `lib/gateway-stack.ts`. */
export type CallbackOutputs = {
  /** Callback URL on the HTTP API without the token. */
  readonly api: string | undefined;
  /** Function URL without the token and without a slash at the end. */
  readonly functionUrl: string | undefined;
  readonly secretArn: string;
};

/** By provider id, as far as the stack has the provider on. */
export type CallbackOutputsByProvider = ReadonlyMap<string, CallbackOutputs>;

/** The outputs of every provider of the registry. */
export function readCallbackOutputs(
  outputs: Readonly<Record<string, unknown>>,
): CallbackOutputsByProvider {
  const text = (name: string): string | undefined => {
    const value = outputs[name];
    return typeof value === 'string' ? value : undefined;
  };
  return new Map(
    providers.flatMap(({ id }) => {
      const name = pascalCase(id);
      const secretArn = text(`${name}SecretArn`);
      if (!secretArn) return [];
      return [
        [id, { api: text(`${name}ApiUrl`), functionUrl: text(`${name}FunctionUrl`), secretArn }],
      ];
    }),
  );
}

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

/** `meta-cloud` → `MetaCloud`, as the stack names its outputs. */
function pascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
