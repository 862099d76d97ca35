import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { providerSecret } from '../../shared/providers/provider-secret.ts';

/** Where a provider's callbacks go: what its console asks for. */
export type CallbackUrls = {
  /** Callback URL on the HTTP API, token included; absent when that door is off. */
  readonly api?: string;
  /** Callback URL on the function URL, token included; absent when that door is off. */
  readonly functionUrl?: string;
  /** Static headers that the provider must send, if its secret asks for any. */
  readonly headers: Readonly<Record<string, string>>;
};

/** The outputs of the stack for one provider; see `lib/gateway-stack.ts`. */
export type CallbackOutputs = {
  readonly api: string | undefined;
  readonly functionUrl: string | undefined;
  readonly secretArn: string;
};

/** The outputs of each provider, by its id, as far as the stack has the provider on. */
export function readCallbackOutputs(
  providerIds: readonly string[],
  outputs: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, CallbackOutputs> {
  const text = (name: string): string | undefined => {
    const value = outputs[name];
    return typeof value === 'string' ? value : undefined;
  };
  return new Map(
    providerIds.flatMap((id) => {
      const name = pascalCase(id);
      const secretArn = text(`${name}SecretArn`);
      if (!secretArn) return [];
      return [
        [id, { api: text(`${name}ApiUrl`), functionUrl: text(`${name}FunctionUrl`), secretArn }],
      ];
    }),
  );
}

/** Completes the base URLs with the token and headers of the provider's secret. */
export async function toCallbackUrls(
  { api, functionUrl, secretArn }: CallbackOutputs,
  secretsManager: SecretsManagerClient,
): Promise<CallbackUrls> {
  const { SecretString: json = '{}' } = await secretsManager.send(
    new GetSecretValueCommand({ SecretId: secretArn }),
  );
  const { token, headers = {} } = providerSecret.parse(JSON.parse(json));
  return {
    ...(api ? { api: `${api}/${token}` } : {}),
    ...(functionUrl ? { functionUrl: `${functionUrl}/${token}` } : {}),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : (value[0] ?? ''),
      ]),
    ),
  };
}

/** `meta-cloud` → `MetaCloud`, as the stack names its outputs. */
function pascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
