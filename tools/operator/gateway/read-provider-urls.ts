import { type CallbackUrls, toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import { readProviderSecret } from '../aws/secrets-manager-secret.ts';
import type { Gateway } from './gateway.ts';

/**
 * Reads the callback URLs of one provider, with its token. Reads no other provider's secret.
 *
 * @returns `undefined` when the provider is off
 * @throws {OperatorError} when the secret is not in the documented form
 */
export async function readProviderUrls(
  { callbacks, clients }: Pick<Gateway, 'callbacks' | 'clients'>,
  provider: string,
): Promise<CallbackUrls | undefined> {
  const outputs = callbacks.get(provider);
  if (outputs === undefined) return undefined;
  return toCallbackUrls(
    outputs,
    await readProviderSecret(clients.secretsManager, outputs.secretArn),
  );
}
