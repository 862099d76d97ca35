import type { InsertResult, ItemStore } from '../../functions/publisher/ports.ts';
import type { ItemAttributes } from '../../shared/table/event-item.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/** The items beside event records in memory, held by `test/contract/ports/item-store.test.ts`. */
export function createMemoryItemStore() {
  const byKey = new Map<string, ItemAttributes>();
  const memory = {
    /** While it is true, every call fails as with a table that cannot be reached. */
    isDown: false,
    /** The table does not accept these, by their partition key. */
    refused: new Set<string>(),
    /** How many items each call had. */
    calls: [] as number[],
    /** All items, in the order in which they were inserted. */
    items: (): readonly ItemAttributes[] => [...byKey.values()],
    insert: async (items: readonly ItemAttributes[]): Promise<InsertResult> => {
      memory.calls.push(items.length);
      const failed = items.filter(({ pk }) => memory.isDown || memory.refused.has(pk?.S ?? ''));
      for (const item of items) {
        const key = JSON.stringify([item.pk, item.sk]);
        if (!failed.includes(item) && !byKey.has(key)) byKey.set(key, item);
      }
      if (failed.length === 0) return { failed };
      return {
        failed,
        error: new TributaryError('store_unavailable', 'down', { retryable: true }),
      };
    },
  };
  return memory satisfies ItemStore;
}
