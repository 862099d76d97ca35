import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readSigningKeys, type SigningKeys } from '../../shared/http-subscription/signing-keys.ts';
import {
  type Clock,
  type ClockReading,
  elapsedMsSince,
  readClock,
} from '../../shared/runtime/clock.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { TributaryError, toErrorFields } from '../../shared/tributary-error.ts';
import type { SigningKeySource } from './ports.ts';

/** A new key signs within this time. Until then the old one does, which the receiver still has. */
const maxAgeMs = 5 * 60_000;

/**
 * The signing keys in Secrets Manager, read again every five minutes. While Secrets Manager cannot be reached or
 * the value is invalid, the keys that were read last are used.
 */
export function createSecretsManagerSigningKeys(
  client: SecretsManagerClient,
  secretId: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): SigningKeySource {
  let known: SigningKeys | undefined;
  let readAt: ClockReading | undefined;
  return {
    async get() {
      if (known && readAt && elapsedMsSince(readAt, clock) < maxAgeMs) return known;
      readAt = readClock(clock);
      try {
        known = await readKeys(client, secretId);
      } catch (error) {
        if (known === undefined) throw error;
        log.warn('signing keys not read', toErrorFields(error));
      }
      return known;
    },
  };
}

async function readKeys(client: SecretsManagerClient, secretId: string): Promise<SigningKeys> {
  const read = readSigningKeys(await readText(client, secretId));
  if ('keys' in read) return read.keys;
  throw new TributaryError(
    'secret_unavailable',
    `the secret with the signing keys is invalid: ${read.problem}; tributary http rotate writes a new key`,
    { retryable: false },
  );
}

async function readText(client: SecretsManagerClient, secretId: string): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return SecretString ?? '';
  } catch (cause) {
    throw new TributaryError(
      'secret_unavailable',
      'the signing keys could not be read: check the resource policy of the secret and the AWS status page',
      { retryable: true, cause },
    );
  }
}
