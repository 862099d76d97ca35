import { randomBytes } from 'node:crypto';
import {
  keyPrefix,
  readSigningKeys,
  type SigningKeys,
} from '../../../shared/http-subscription/signing-keys.ts';
import { readSecretVersion } from '../aws/secrets-manager-secret.ts';
import { OperatorError } from '../operator-error.ts';
import type { OpenSubscription } from './open-subscription.ts';

/** A new key: 32 bytes. */
export function newSigningKey(): string {
  return `${keyPrefix}${randomBytes(32).toString('base64')}`;
}

/**
 * The signing keys of an HTTP subscription.
 *
 * @throws {OperatorError} when the secret has a mistake; without its content
 */
export async function readKeys({
  description,
  stacks,
}: Pick<OpenSubscription, 'description' | 'stacks'>): Promise<SigningKeys> {
  const { secretArn, name } = description;
  const { text } = await readSecretVersion(stacks.clients.secretsManager, secretArn);
  const read = readSigningKeys(text);
  if ('keys' in read) return read.keys;
  throw new OperatorError(
    `the secret ${secretArn} has a mistake: ${read.problem}; \`http rotate ${name} --yes\` writes a new key`,
  );
}
