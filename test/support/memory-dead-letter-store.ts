import type { DeadLetterStore } from '../../functions/publisher/ports.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/** A dead letter store in memory, held by `test/contract/ports/dead-letter-store.test.ts`. */
export function createMemoryDeadLetterStore() {
  const memory = {
    /** While it is true, every call fails as with a bucket that cannot be reached. */
    isDown: false,
    /** Stream records, as the JSON that is stored of them, by their sequence numbers. */
    records: new Map<string, string>(),
    store: async (sequenceNumber: string, record: unknown): Promise<void> => {
      if (memory.isDown) {
        throw new TributaryError('payload_store_unavailable', 'down', { retryable: true });
      }
      memory.records.set(sequenceNumber, JSON.stringify(record));
    },
  };
  return memory satisfies DeadLetterStore;
}
