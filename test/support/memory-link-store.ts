import { createKnownLinks } from '../../functions/publisher/known-links.ts';
import { type LinkStore, maxSortKeys } from '../../functions/publisher/ports.ts';
import type { ItemAttributes } from '../../shared/table/event-item.ts';
import { type RecordKey, toKeyText } from '../../shared/table/keys.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/** The links among items in memory, held by `test/contract/ports/link-store.test.ts`. */
export function createMemoryLinkStore(
  table: { readonly items: () => readonly ItemAttributes[] },
  nowMs: () => number = () => 0,
) {
  const keyOf = ({ pk, sk }: ItemAttributes) => ({ pk: pk?.S ?? '', sk: sk?.S ?? '' });
  const memory = {
    /** While it is true, every call fails as with a table that cannot be reached. */
    isDown: false,
    /** How many keys each call of `findKnown` had. */
    calls: [] as number[],
    known: createKnownLinks({ now: () => new Date(nowMs()), monotonicMs: nowMs }),
    findKnown: async (keys: Parameters<LinkStore['findKnown']>[0]) => {
      memory.calls.push(keys.length);
      const wanted = new Set(keys.map(toKeyText));
      const found = (memory.isDown ? [] : table.items()).map((item) => {
        const { expiresAt } = item;
        return [toKeyText(keyOf(item)), expiresAt?.N ? Number(expiresAt.N) : undefined] as const;
      });
      return new Map(found.filter(([key]) => wanted.has(key)));
    },
    extend: async (keys: readonly RecordKey[], expiresAtSeconds: number | undefined) => {
      if (memory.isDown) return false;
      const items = table.items().filter((item) => {
        return keys.some((key) => toKeyText(key) === toKeyText(keyOf(item)));
      });
      for (const item of items) {
        if (expiresAtSeconds === undefined) Reflect.deleteProperty(item, 'expiresAt');
        else Object.assign(item, { expiresAt: { N: String(expiresAtSeconds) } });
      }
      return items.length === keys.length;
    },
    readSortKeys: async (pk: string) => {
      if (memory.isDown) throw new TributaryError('store_unavailable', 'down', { retryable: true });
      return table
        .items()
        .map(keyOf)
        .flatMap((key) => (key.pk === pk ? [key.sk] : []))
        .sort()
        .slice(0, maxSortKeys);
    },
  };
  return memory satisfies LinkStore;
}
