import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { defaultMediaConcurrency, mirrorMapping } from '../../../lib/delivery-settings.ts';
import type { Queue } from '../aws/sqs.ts';
import type { World } from '../world.ts';
import type { LambdaFunction } from './lambda-function.ts';

const { batchSize } = mirrorMapping;

/**
 * Lambda's event source mapping of a queue. The messages that the function reports as failed, or the
 * whole batch if the function itself fails, stay in the queue until they are visible again.
 */
export class QueueMapping {
  readonly #world: World;
  readonly #queue: Queue;
  readonly #target: LambdaFunction<SQSEvent, SQSBatchResponse>;
  #running = 0;

  constructor(world: World, queue: Queue, target: LambdaFunction<SQSEvent, SQSBatchResponse>) {
    this.#world = world;
    this.#queue = queue;
    this.#target = target;
  }

  readonly poll = (): void => {
    while (this.#running < defaultMediaConcurrency) {
      const { random, swarm } = this.#world;
      const size = swarm.batches === 'full' ? batchSize : random.integer(1, batchSize);
      const records = this.#queue.receive(size);
      if (records.length === 0) return;
      if (records.length === batchSize) this.#world.tally.count('queue batch of 5 messages');
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
