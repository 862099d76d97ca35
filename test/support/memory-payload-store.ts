import type { PayloadStore } from '../../shared/payloads/payload-store.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/** A payload store in memory, held by `test/contract/ports/payload-store.test.ts`. */
export function createMemoryPayloadStore() {
  const memory = {
    /** While it is true, every call fails as with a bucket that cannot be reached. */
    isDown: false,
    /** JSON texts by their keys. */
    objects: new Map<string, string>(),
    put: async (key: string, json: string): Promise<void> => {
      if (memory.isDown) {
        throw new TributaryError('payload_store_unavailable', 'down', { retryable: true });
      }
      if (!memory.objects.has(key)) memory.objects.set(key, json);
    },
  };
  return memory satisfies PayloadStore;
}
