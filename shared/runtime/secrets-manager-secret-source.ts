import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type ProviderSecret, parseSecret } from '../provider/provider-secret.ts';
import type { SecretSource } from '../provider/secret-source.ts';
import type { SignatureScheme } from '../provider/signature-scheme.ts';
import { TributaryError } from '../tributary-error.ts';
import { type Clock, type ClockReading, elapsedMsSince, readClock } from './clock.ts';

/** A mismatch within this time does not fetch the secret again: an attacker causes one call in 10 s. */
const refreshIntervalMs = 10_000;

/** An execution environment may live for hours; a token that was removed must not stay valid that long. */
const maxAgeMs = 5 * 60_000;

/**
 * The provider's secret in Secrets Manager, fetched when the first callback needs it. The first
 * callback with a rotated value finds it, because a mismatch makes the pipeline ask for a refresh; any
 * other change takes effect within five minutes. While Secrets Manager cannot be reached, or has a secret
 * with a mistake, the last known value stays valid.
 *
 * @param onKept called when `get` returns that value, with the reason
 * @param signature how the provider signs, where callbacks are checked: a signing key that cannot be read is then
 *   a mistake
 */
export function createSecretsManagerSecretSource(
  client: SecretsManagerClient,
  secretId: string,
  clock: Clock,
  onKept?: (error: unknown) => void,
  signature?: SignatureScheme,
): SecretSource {
  let attemptedAt: ClockReading | undefined;
  let fetchedAt: ClockReading | undefined;
  let cached: Promise<ProviderSecret> | undefined;

  function fetchSecret(): Promise<ProviderSecret> {
    const known = cached;
    attemptedAt = readClock(clock);
    fetchedAt = attemptedAt;
    const fetching = readSecret(client, secretId, signature);
    cached = fetching;
    // A failure is not cached and the known value stays: the next callback that needs it tries again.
    fetching.catch(() => {
      if (cached !== fetching) return;
      cached = known;
      fetchedAt = undefined;
    });
    return fetching;
  }

  function isWithin(maxMs: number, since: ClockReading | undefined): boolean {
    return since !== undefined && elapsedMsSince(since, clock) < maxMs;
  }

  return {
    get: async () => {
      if (cached === undefined) return fetchSecret();
      if (isWithin(maxAgeMs, attemptedAt)) return cached;
      const known = cached;
      return fetchSecret().catch((error: unknown) => {
        onKept?.(error);
        return known;
      });
    },
    refresh: async () => (isWithin(refreshIntervalMs, fetchedAt) ? undefined : fetchSecret()),
  };
}

async function readSecret(
  client: SecretsManagerClient,
  secretId: string,
  signature: SignatureScheme | undefined,
): Promise<ProviderSecret> {
  const text = await readText(client, secretId);
  const parsed = parseSecret(text, signature);
  if ('secret' in parsed) return parsed.secret;
  throw new TributaryError(
    'secret_unavailable',
    `the provider secret has a mistake: ${parsed.problem}; correct it as docs/secrets.md describes`,
    { retryable: false },
  );
}

async function readText(client: SecretsManagerClient, secretId: string): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return SecretString ?? '';
  } catch (error) {
    throw new TributaryError(
      'secret_unavailable',
      'the provider secret could not be read: check its resource policy and the AWS status page',
      { retryable: true, cause: error },
    );
  }
}
