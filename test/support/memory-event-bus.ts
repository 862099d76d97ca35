import type { BusEntry, EventBus, PublishOutcome } from '../../functions/publisher/ports.ts';
import { isJsonObject } from '../../shared/json.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/**
 * A bus in memory, held by `test/contract/ports/event-bus.test.ts`: it takes every entry whose
 * `detail` is a JSON object, and rejects the others.
 *
 * @param script outcomes of the entries of its first calls, instead
 */
export function createMemoryEventBus(script: readonly (readonly PublishOutcome[])[] = []) {
  const calls: (readonly BusEntry[])[] = [];
  const memory = {
    /** While it is true, every call fails as with a bus that cannot be reached. */
    isDown: false,
    /** Which entries fail, and which are rejected, where no script says so. */
    fails: (_entry: BusEntry): boolean => false,
    rejects: (_entry: BusEntry): boolean => false,
    /** The entries of every call, also of those that failed. */
    calls: calls as readonly (readonly BusEntry[])[],
    /** The entries that the bus has, in the order in which it took them. */
    published: [] as BusEntry[],
    publish: async (entries: readonly BusEntry[]): Promise<readonly PublishOutcome[]> => {
      const call = calls.push(entries) - 1;
      if (memory.isDown) throw new TributaryError('publish_failed', 'down', { retryable: true });
      const outcomes =
        script[call] ??
        entries.map((entry): PublishOutcome => {
          if (memory.fails(entry)) return 'failed';
          return memory.rejects(entry) || !isObject(entry.detail) ? 'rejected' : 'published';
        });
      memory.published.push(...entries.filter((_entry, index) => outcomes[index] === 'published'));
      return outcomes;
    },
  };
  return memory satisfies EventBus;
}

function isObject(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text));
  } catch {
    return false;
  }
}
