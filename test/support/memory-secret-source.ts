import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { SecretSource } from '../../shared/provider/secret-source.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

const refreshIntervalMs = 10_000;
const maxAgeMs = 5 * 60_000;

/**
 * A secret in memory, with the rules of a source that fetches it: held by
 * `test/contract/ports/secret-source.test.ts`.
 *
 * @param clock the time for these rules; by default it stands still, and `refresh` fetches nothing
 */
export function createMemorySecretSource(
  secret: ProviderSecret,
  clock: Clock = { now: () => new Date(0), monotonicMs: () => 0 },
) {
  let known: ProviderSecret | undefined;
  /** Milliseconds since now by both clocks: the larger one counts. */
  const startTimer = () => {
    const [wallMs, monotonicMs] = [clock.now().getTime(), clock.monotonicMs()];
    return () => Math.max(clock.now().getTime() - wallMs, clock.monotonicMs() - monotonicMs);
  };
  let sinceAttempt: (() => number) | undefined;
  let sinceFetch: (() => number) | undefined;
  const isWithin = (maxMs: number, elapsedMs: (() => number) | undefined) =>
    elapsedMs !== undefined && elapsedMs() < maxMs;
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
      return isWithin(maxAgeMs, sinceAttempt) ? last : fetchSecret().catch(() => last);
    },
    refresh: async (): Promise<ProviderSecret | undefined> =>
      isWithin(refreshIntervalMs, sinceFetch) ? undefined : fetchSecret(),
  };

  async function fetchSecret(): Promise<ProviderSecret> {
    memory.fetches += 1;
    sinceAttempt = startTimer();
    sinceFetch = undefined;
    if (memory.isDown) {
      throw new TributaryError('secret_unavailable', 'down', { retryable: true });
    }
    sinceFetch = sinceAttempt;
    known = memory.secret;
    return known;
  }

  return memory satisfies SecretSource;
}
