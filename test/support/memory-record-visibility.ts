import type { ReceivedRecord, RecordVisibility } from '../../shared/queues/record-visibility.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/** A queue's visibility timeouts in memory, held by `test/contract/ports/record-visibility.test.ts`. */
export function createMemoryRecordVisibility() {
  const memory = {
    /** While it is true, every call fails as with a queue that cannot be reached. */
    isDown: false,
    /** Receipt handle and seconds of each call, in order. */
    hidden: [] as (readonly [receiptHandle: string, seconds: number])[],
    hide: async ({ receiptHandle }: ReceivedRecord, seconds: number): Promise<void> => {
      if (memory.isDown) throw new TributaryError('queue_unavailable', 'down', { retryable: true });
      memory.hidden.push([receiptHandle, seconds]);
    },
  };
  return memory satisfies RecordVisibility;
}
