import type { ReceiverChange, ReceiverStore } from '../../functions/http-delivery/ports.ts';
import type { ReceiverState } from '../../shared/http-subscription/receiver-state.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/** The state of a receiver in memory, held by `test/contract/ports/receiver-store.test.ts`. */
export function createMemoryReceiverStore(state: ReceiverState = {}) {
  const refuse = () => {
    if (memory.isDown) throw new TributaryError('store_unavailable', 'down', { retryable: true });
  };
  const memory = {
    /** While it is true, every call fails as with a table that cannot be reached. */
    isDown: false,
    /** The changes, in order. */
    changes: [] as ReceiverChange[],
    state: new Map<string, string>(Object.entries(state)),
    read: async (): Promise<ReceiverState> => {
      refuse();
      return Object.fromEntries(memory.state);
    },
    change: async (change: ReceiverChange): Promise<void> => {
      refuse();
      memory.changes.push(change);
      for (const [field, value] of Object.entries(change)) {
        if (value === undefined) memory.state.delete(field);
        else memory.state.set(field, value);
      }
    },
  };
  return memory satisfies ReceiverStore;
}
