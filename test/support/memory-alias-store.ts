import type { Alias, AliasStore } from '../../functions/publisher/ports.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/** An alias store in memory, held by `test/contract/ports/alias-store.test.ts`. */
export function createMemoryAliasStore() {
  const byId = new Map<string, Alias>();
  const memory = {
    /** While it is true, every call fails as with a table that cannot be reached. */
    isDown: false,
    /** All aliases, in the order in which they were first stored. */
    aliases: (): readonly Alias[] => [...byId.values()],
    storeAlias: async (alias: Alias): Promise<void> => {
      if (memory.isDown) throw new TributaryError('store_unavailable', 'down', { retryable: true });
      const id = `${alias.provider} ${alias.providerMessageId}`;
      if (!byId.has(id)) byId.set(id, alias);
    },
  };
  return memory satisfies AliasStore;
}
