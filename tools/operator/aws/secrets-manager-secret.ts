import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { parseJsonOrUndefined } from '../../../shared/json.ts';
import {
  describeSecretProblem,
  type ProviderSecret,
  providerSecret,
} from '../../../shared/provider/provider-secret.ts';
import { OperatorError } from '../operator-error.ts';

/** A secret, or what is wrong with it. The description quotes no value. */
export type ParsedSecret = { readonly secret: ProviderSecret } | { readonly problem: string };

/** Reads the JSON text of a secret. */
export function parseSecret(text: string): ParsedSecret {
  const json = parseJsonOrUndefined(text);
  const parsed = providerSecret.safeParse(json);
  if (parsed.success) return { secret: parsed.data };
  return { problem: describeSecretProblem(json === undefined ? [] : parsed.error.issues) };
}

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
