import { type ProviderUrls, toProviderUrls } from '../../../shared/runtime/callback-urls.ts';
import { readProviderSecret } from '../aws/secrets-manager-secret.ts';
import type { Gateway } from './gateway.ts';

/**
 * Reads the callback URLs of one provider and of its named connections, with their tokens. Reads no other provider's secret.
 *
 * @returns `undefined` when the provider is off
 * @throws {OperatorError} when the secret is not in the documented form
 */
export async function readProviderUrls(
  { callbacks, clients }: Pick<Gateway, 'callbacks' | 'clients'>,
  provider: string,
): Promise<ProviderUrls | undefined> {
  const outputs = callbacks.get(provider);
  if (outputs === undefined) return undefined;
  return toProviderUrls(
    outputs,
    await readProviderSecret(clients.secretsManager, outputs.secretArn),
  );
}
