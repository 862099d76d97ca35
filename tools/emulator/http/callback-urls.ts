import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type ProviderSecret, parseSecret } from '../../../shared/provider/provider-secret.ts';
import {
  type CallbackUrlsByProvider,
  toProviderUrls,
} from '../../../shared/runtime/callback-urls.ts';
import type { CallbackOutputsByProvider } from '../../../shared/runtime/stack-outputs.ts';

/**
 * Reads the callback URLs of every provider, with the tokens of their secrets. A provider whose secret
 * has a mistake is left out, so that the others are still printed.
 */
export async function readCallbackUrls(
  outputs: CallbackOutputsByProvider,
  secretsManager: SecretsManagerClient,
): Promise<CallbackUrlsByProvider> {
  const entries = [...outputs].map(async ([id, output]) => {
    const secret = await readSecret(output.secretArn, secretsManager);
    return secret === undefined ? [] : [[id, toProviderUrls(output, secret)] as const];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}

async function readSecret(
  SecretId: string,
  secretsManager: SecretsManagerClient,
): Promise<ProviderSecret | undefined> {
  const { SecretString: json = '{}' } = await secretsManager.send(
    new GetSecretValueCommand({ SecretId }),
  );
  const parsed = parseSecret(json);
  return 'secret' in parsed ? parsed.secret : undefined;
}
