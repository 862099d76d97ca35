import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { parseJsonOrUndefined } from '../../../shared/json.ts';
import { type ProviderSecret, providerSecret } from '../../../shared/provider/provider-secret.ts';
import { OperatorError } from '../operator-error.ts';

/** @throws {OperatorError} when the secret is not in the documented form; without its content */
export async function readProviderSecret(
  client: SecretsManagerClient,
  secretId: string,
): Promise<ProviderSecret> {
  const { SecretString = '' } = await client.send(
    new GetSecretValueCommand({ SecretId: secretId }),
  );
  const parsed = providerSecret.safeParse(parseJsonOrUndefined(SecretString));
  if (parsed.success) return parsed.data;
  throw new OperatorError(`the secret ${secretId} is not in the form of docs/secrets.md`);
}

export async function writeProviderSecret(
  client: SecretsManagerClient,
  secretId: string,
  secret: ProviderSecret,
): Promise<void> {
  await client.send(
    new PutSecretValueCommand({ SecretId: secretId, SecretString: JSON.stringify(secret) }),
  );
}
