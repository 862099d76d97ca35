import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { outboxMapping } from '../../../lib/delivery-settings.ts';
import {
  type DiscardedBatch,
  runStreamBatch,
} from '../../../tools/emulator/event-sources/stream-batch.ts';
import type { World } from '../world.ts';
import type { LambdaFunction } from './lambda-function.ts';

export interface StreamMappingOptions {
  readonly target: LambdaFunction<DynamoDBStreamEvent, DynamoDBBatchResponse>;
  /** Stores what Lambda sends to the on-failure destination: one object. */
  storeDiscarded(json: string): void;
}

/** The configuration of the stack, in the form that `runStreamBatch` takes. */
const mapping = {
  reportsItemFailures: outboxMapping.reportBatchItemFailures,
  bisects: outboxMapping.bisectBatchOnError,
  maxRetries: outboxMapping.retryAttempts === -1 ? Infinity : outboxMapping.retryAttempts,
  maxRecordAgeMs: outboxMapping.maxRecordAgeHours * 3_600_000,
};
const { batchSize } = outboxMapping;
const maxRetryDelayMs = 15 * 60_000;

type Batch = Parameters<typeof runStreamBatch>[0];

/**
 * Lambda's event source mapping of the table's stream. It processes each shard in order, one batch at
 * a time. The emulator's code splits and retries a batch.
 */
export class StreamMapping {
  readonly #shards: readonly Shard[];

  constructor(world: World, options: StreamMappingOptions) {
    this.#shards = [new Shard(world, options), new Shard(world, options)];
  }

  /** Takes a record that passes the mapping's filter: a new item that is to be published. */
  readonly take = (record: DynamoDBRecord): void => {
    if (record.eventName !== 'INSERT' || record.dynamodb?.NewImage?.publish?.N !== '1') return;
    const pk = record.dynamodb.Keys?.pk?.S ?? '';
    const hash = [...pk].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 0);
    this.#shards[hash % this.#shards.length]?.push(record);
  };
}

class Shard {
  readonly #world: World;
  readonly #options: StreamMappingOptions;
  readonly #records: DynamoDBRecord[] = [];
  #isWorking = false;

  constructor(world: World, options: StreamMappingOptions) {
    this.#world = world;
    this.#options = options;
  }

  push(record: DynamoDBRecord): void {
    this.#records.push(record);
    if (this.#isWorking) return;
    this.#isWorking = true;
    const { scheduler, random } = this.#world;
    scheduler.after(random.integer(10, 1_000), () => void this.#work());
  }

  async #work(): Promise<void> {
    const { faults, random } = this.#world;
    while (this.#records.length > 0) {
      const batch = this.#records.splice(0, random.integer(1, batchSize));
      do await this.#run(batch);
      while (faults.surprise('stream batch repeated'));
    }
    this.#isWorking = false;
  }

  #run(batch: readonly DynamoDBRecord[]): Promise<void> {
    const { scheduler } = this.#world;
    return runStreamBatch(batch as Batch, {
      mapping,
      invoke: async (event) => {
        const outcome = await this.#options.target.invoke(JSON.parse(event));
        return outcome.outcome === 'succeeded'
          ? { outcome: 'succeeded', payload: JSON.stringify(outcome.result) }
          : { outcome: 'failed', error: { errorType: 'Crash', errorMessage: '' } };
      },
      checkpoint: () => {},
      onDiscard: async (batch) => this.#discard(batch),
      waitBeforeRetry: (retry) =>
        scheduler.sleep(Math.min(maxRetryDelayMs, 500 * 2 ** Math.min(retry, 20))),
      now: () => scheduler.nowMs,
      signal: new AbortController().signal,
    });
  }

  #discard({ records, reason }: DiscardedBatch): void {
    this.#world.trace(`stream discarded ${records.length} records: ${reason}`);
    const payload = JSON.stringify({ Records: records });
    this.#options.storeDiscarded(
      JSON.stringify({ requestContext: { condition: reason }, payload }),
    );
  }
}
