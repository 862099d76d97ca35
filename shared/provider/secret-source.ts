import type { ProviderSecret } from './provider-secret.ts';

/**
 * The secret of one provider.
 *
 * Guarantees, for calls one after the other: a secret that was removed is valid for five minutes at
 * most, as long as it can be fetched. When a fetch fails, the last known secret stays in use. Not
 * guaranteed: that a secret which was changed a moment ago is seen. Held by
 * `test/contract/ports/secret-source.test.ts`.
 */
export interface SecretSource {
  /**
   * The secret that is known, fetched when it is first needed and then every five minutes.
   *
   * @throws {TributaryError} `secret_unavailable` when none is known and none can be fetched;
   *   retryable unless the secret is not in the documented form
   */
  get(): Promise<ProviderSecret>;
  /**
   * Fetches the secret again after a callback did not match the current one, so that a rotation loses
   * no callback. `undefined` when it was fetched a moment ago, so that an attacker causes no calls.
   *
   * @throws {TributaryError} `secret_unavailable`
   */
  refresh(): Promise<ProviderSecret | undefined>;
}
