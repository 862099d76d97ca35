import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type ProviderSecret, parseSecret } from '../../../shared/provider/provider-secret.ts';
import { OperatorError } from '../operator-error.ts';

/** The text of a secret; empty when it has no value. */
export async function readSecretText(
  client: SecretsManagerClient,
  secretId: string,
): Promise<string> {
  const { SecretString = '' } = await client.send(
    new GetSecretValueCommand({ SecretId: secretId }),
  );
  return SecretString;
}

/** @throws {OperatorError} when the secret has a mistake; without its content */
export async function readProviderSecret(
  client: SecretsManagerClient,
  secretId: string,
): Promise<ProviderSecret> {
  const parsed = parseSecret(await readSecretText(client, secretId));
  if ('secret' in parsed) return parsed.secret;
  throw new OperatorError(
    `the secret ${secretId} has a mistake: ${parsed.problem}; see docs/secrets.md, and \`secrets remove\` for an unknown key`,
  );
}

export async function writeProviderSecret(
  client: SecretsManagerClient,
  secretId: string,
  secret: object,
): Promise<void> {
  await client.send(
    new PutSecretValueCommand({ SecretId: secretId, SecretString: JSON.stringify(secret) }),
  );
}
