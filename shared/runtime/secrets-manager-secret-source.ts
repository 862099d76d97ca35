import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { type ProviderSecret, providerSecret } from '../provider/provider-secret.ts';
import type { SecretSource } from '../provider/secret-source.ts';
import { TributaryError } from '../tributary-error.ts';

/** Within this time a mismatch does not make us fetch again: an attacker costs one call in 10 s. */
const refreshIntervalMs = 10_000;

/** A function may live for hours: a token that was taken away must not be good for as long. */
const maxAgeMs = 5 * 60_000;

/**
 * The provider's secret in Secrets Manager: fetched when the first callback needs it. A rotation is
 * seen by the first callback that comes with the new value, because a mismatch makes the pipeline
 * ask for a refresh; what was added or taken away otherwise is seen within five minutes. When
 * Secrets Manager is out of reach by then, what is known goes on being good.
 */
export function createSecretsManagerSecretSource(
  client: SecretsManagerClient,
  secretId: string,
  now: () => Date,
): SecretSource {
  let fetchedAtMs: number | undefined;
  let renewAtMs = 0;
  let cached: Promise<ProviderSecret> | undefined;

  function fetchSecret(): Promise<ProviderSecret> {
    const known = cached;
    fetchedAtMs = now().getTime();
    renewAtMs = fetchedAtMs + maxAgeMs;
    const fetching = readSecret(client, secretId);
    cached = fetching;
    // A failure takes nothing away and is not cached: the next callback that needs it tries again.
    fetching.catch(() => {
      if (cached !== fetching) return;
      cached = known;
      fetchedAtMs = undefined;
    });
    return fetching;
  }

  /** A clock that was set back says nothing of when that was. */
  function wasFetchedJustNow(): boolean {
    if (fetchedAtMs === undefined) return false;
    const elapsedMs = now().getTime() - fetchedAtMs;
    return elapsedMs >= 0 && elapsedMs < refreshIntervalMs;
  }

  return {
    get: async () => {
      if (cached === undefined) return fetchSecret();
      if (now().getTime() < renewAtMs) return cached;
      const known = cached;
      return fetchSecret().catch(() => known);
    },
    refresh: async () => (wasFetchedJustNow() ? undefined : fetchSecret()),
  };
}

async function readSecret(client: SecretsManagerClient, secretId: string): Promise<ProviderSecret> {
  const text = await readText(client, secretId);
  const result = z.safeParse(z.pipe(jsonText, providerSecret), text);
  if (result.success) return result.data;
  throw new TributaryError(
    'secret_unavailable',
    'the provider secret is not in the documented form: see docs/secrets.md',
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

const jsonText = z.pipe(
  z.string(),
  z.transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.issues.push({ code: 'custom', message: 'expected JSON', input: undefined });
      return undefined;
    }
  }),
);
