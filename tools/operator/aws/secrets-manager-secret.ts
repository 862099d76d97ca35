import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type ProviderSecret, parseSecret } from '../../../shared/provider/provider-secret.ts';
import { OperatorError } from '../operator-error.ts';

/** A version of a secret. */
export interface SecretVersion {
  readonly id: string | undefined;
  /** Empty when the secret has no value. */
  readonly text: string;
}

/** The version of a secret that is current. */
export async function readSecretVersion(
  client: SecretsManagerClient,
  secretId: string,
): Promise<SecretVersion> {
  const { VersionId: id, SecretString: text = '' } = await client.send(
    new GetSecretValueCommand({ SecretId: secretId }),
  );
  return { id, text };
}

/** @throws {OperatorError} when the secret has a mistake; without its content */
export async function readProviderSecret(
  client: SecretsManagerClient,
  secretId: string,
): Promise<ProviderSecret> {
  return parseVersion(await readSecretVersion(client, secretId), secretId);
}

/** @throws {OperatorError} when the version has a mistake; without its content */
export function parseVersion({ text }: SecretVersion, secretId: string): ProviderSecret {
  const parsed = parseSecret(text);
  if ('secret' in parsed) return parsed.secret;
  throw new OperatorError(
    `the secret ${secretId} has a mistake: ${parsed.problem}; \`secrets check\` names the command that repairs it`,
  );
}

/**
 * Replaces a version of a secret. Secrets Manager writes a new version unconditionally, so that the version is
 * compared right before: an operator may have typed a value for minutes.
 *
 * @throws {OperatorError} when it is no longer the current version: somebody else's change would be lost
 */
export async function replaceVersion(
  client: SecretsManagerClient,
  secretId: string,
  { id }: Pick<SecretVersion, 'id'>,
  secret: object,
): Promise<void> {
  const current = await readSecretVersion(client, secretId);
  if (current.id !== id) {
    throw new OperatorError(
      'the secret was changed after this command read it, so nothing is written: run `secrets check`, and then this command again',
    );
  }
  await client.send(
    new PutSecretValueCommand({ SecretId: secretId, SecretString: JSON.stringify(secret) }),
  );
}
