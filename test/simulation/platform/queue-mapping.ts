import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { World } from '../world.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** What the mapping needs of a queue. */
interface Source {
  receive(atMost: number): readonly SQSRecord[];
  delete(receiptHandle: string): void;
}

export interface QueueMappingSettings {
  readonly batchSize: number;
  /** Invocations at the same time. */
  readonly concurrency: number;
  /** Called for each full batch. */
  readonly onFullBatch?: () => void;
}

/**
 * Lambda's event source mapping of a queue. The messages that the function reports as failed, or the
 * whole batch if the function itself fails, stay in the queue until they are visible again.
 */
export class QueueMapping {
  readonly #world: World;
  readonly #queue: Source;
  readonly #target: LambdaFunction<SQSEvent, SQSBatchResponse>;
  readonly #settings: QueueMappingSettings;
  #running = 0;

  constructor(
    world: World,
    queue: Source,
    target: LambdaFunction<SQSEvent, SQSBatchResponse>,
    settings: QueueMappingSettings,
  ) {
    this.#settings = settings;
    this.#world = world;
    this.#queue = queue;
    this.#target = target;
  }

  readonly poll = (): void => {
    const { batchSize, concurrency, onFullBatch } = this.#settings;
    while (this.#running < concurrency) {
      const { random, swarm } = this.#world;
      const size = swarm.batches === 'full' ? batchSize : random.integer(1, batchSize);
      const records = this.#queue.receive(size);
      if (records.length === 0) return;
      if (records.length === batchSize) onFullBatch?.();
      this.#running += 1;
      void this.#run({ Records: [...records] });
    }
  };

  async #run(event: SQSEvent): Promise<void> {
    const outcome = await this.#target.invoke(event);
    if (outcome.outcome === 'succeeded') {
      const failures = outcome.result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      for (const { messageId, receiptHandle } of event.Records) {
        if (failures.includes(messageId)) continue;
        if (this.#world.faults.surprise('queue record not deleted')) continue;
        this.#queue.delete(receiptHandle);
      }
    }
    this.#running -= 1;
    this.poll();
  }
}
