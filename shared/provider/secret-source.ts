import type { ProviderSecret } from './provider-secret.ts';

/** The secret of one provider. */
export interface SecretSource {
  /** @throws {TributaryError} `secret_unavailable` */
  get(): Promise<ProviderSecret>;
  /**
   * The secret fetched again, because a callback did not match the one at hand; `undefined` when it
   * was fetched a moment ago. Thus a rotation loses nothing and an attacker costs no calls.
   *
   * @throws {TributaryError} `secret_unavailable`
   */
  refresh(): Promise<ProviderSecret | undefined>;
}
