import type { ChannelDirectory } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { Fact } from '../../shared/table/event-record.ts';

/**
 * What became of a fact.
 * - `stored`: it is new, and will be published.
 * - `duplicate`: the same fact with the same content is there already; nothing was written.
 * - `retold`: another feed of the provider told the same message before; kept, not published.
 * - `conflict`: the same feed told it before with other content; kept, not published.
 */
export type StoreOutcome = 'stored' | 'duplicate' | 'retold' | 'conflict';

/**
 * The store of facts.
 *
 * Guarantees: when `store` returns, the fact is durable, and of all calls with one key exactly one
 * returns `stored`. Not guaranteed: that nothing was written when it throws; the caller lets the
 * provider send again, and the key makes that harmless.
 */
export interface FactStore {
  /** @throws {TributaryError} `store_unavailable`, always retryable */
  store(fact: Fact): Promise<StoreOutcome>;
}

/**
 * Keeps raw JSON that does not belong into the table: what was not understood, and what is too
 * large for an item. Writing the same thing again overwrites it with itself.
 */
export interface RawVault {
  /**
   * @param key without a leading slash
   * @throws {TributaryError} `vault_unavailable`, always retryable
   */
  keep(key: string, json: string): Promise<void>;
}

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

/** Structured log lines: ids, counts and outcomes; never bodies, names, phone numbers or tokens. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Everything that the pipeline touches outside of itself. */
export interface CallbackPorts {
  readonly facts: FactStore;
  readonly vault: RawVault;
  readonly secrets: SecretSource;
  readonly channels: ChannelDirectory;
  readonly log: Log;
  readonly now: () => Date;
}
