import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { SecretSource } from '../../shared/provider/secret-source.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

const refreshIntervalMs = 10_000;
const maxAgeMs = 5 * 60_000;

/**
 * A secret in memory, with the rules of a source that fetches it: held by
 * `test/contract/ports/secret-source.test.ts`.
 *
 * @param now the time for these rules; by default it stands still, and `refresh` fetches nothing
 */
export function createMemorySecretSource(
  secret: ProviderSecret,
  now: () => Date = () => new Date(0),
) {
  let known: ProviderSecret | undefined;
  let fetchedAtMs: number | undefined;
  let renewAtMs = 0;
  const memory = {
    /** The secret as the operator has it. */
    secret,
    /** While it is true, the secret cannot be fetched. */
    isDown: false,
    /** How often the secret was asked for, successfully or not. */
    fetches: 0,
    get: async (): Promise<ProviderSecret> => {
      const last = known;
      if (last === undefined) return fetchSecret();
      return now().getTime() < renewAtMs ? last : fetchSecret().catch(() => last);
    },
    refresh: async (): Promise<ProviderSecret | undefined> => {
      const elapsedMs = fetchedAtMs === undefined ? -1 : now().getTime() - fetchedAtMs;
      return elapsedMs >= 0 && elapsedMs < refreshIntervalMs ? undefined : fetchSecret();
    },
  };

  async function fetchSecret(): Promise<ProviderSecret> {
    const nowMs = now().getTime();
    memory.fetches += 1;
    renewAtMs = nowMs + maxAgeMs;
    fetchedAtMs = undefined;
    if (memory.isDown) {
      throw new TributaryError('secret_unavailable', 'down', { retryable: true });
    }
    fetchedAtMs = nowMs;
    known = memory.secret;
    return known;
  }

  return memory satisfies SecretSource;
}
