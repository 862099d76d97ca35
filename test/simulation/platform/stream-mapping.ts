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
  /** The filter of the mapping. */
  isForPublisher(record: DynamoDBRecord): boolean;
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
/** The most records that Lambda takes in runs whose batches are not full. */
const usualBatchSize = 100;
const maxRetryDelayMs = 15 * 60_000;

type Batch = Parameters<typeof runStreamBatch>[0];

/**
 * Lambda's event source mapping of the table's stream. It processes each shard in order, one batch at
 * a time. The emulator's code splits and retries a batch.
 *
 * Shards split, or end and continue as another shard. Lambda processes the records of a shard to the
 * end before it begins with its children, so that the records of one item stay in order.
 */
export class StreamMapping {
  readonly #world: World;
  readonly #options: StreamMappingOptions;
  #open: readonly Shard[];

  constructor(world: World, options: StreamMappingOptions) {
    const { scheduler, swarm, random } = world;
    this.#world = world;
    this.#options = options;
    this.#open = Array.from({ length: swarm.shards }, (_, index) => {
      const range = { from: index / swarm.shards, to: (index + 1) / swarm.shards };
      return new Shard(world, options, range, undefined);
    });
    for (let count = swarm.splits; count > 0; count -= 1) {
      scheduler.after(random.integer(0, 600_000), () => this.#split());
    }
  }

  /** Takes a record that passes the mapping's filter. */
  readonly take = (record: DynamoDBRecord): void => {
    if (!this.#options.isForPublisher(record)) return;
    const pk = record.dynamodb?.Keys?.pk?.S ?? '';
    const hash = [...pk].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 0);
    const place = Math.imul(hash, 0x9e3779b1) >>> 0;
    const shard = this.#open.find(({ range }) => place / 2 ** 32 < range.to);
    shard?.push(record);
  };

  #split(): void {
    const { random, tally, trace } = this.#world;
    const parent = random.pick(this.#open);
    const { from, to } = parent.range;
    const middle = random.chance(0.7) ? (from + to) / 2 : to;
    const ranges = [
      { from, to: middle },
      { from: middle, to },
    ].filter((range) => range.from < range.to);
    const children = ranges.map((range) => new Shard(this.#world, this.#options, range, parent));
    this.#open = this.#open.flatMap((shard) => (shard === parent ? children : [shard]));
    tally.count('shard split');
    trace(`a shard of the stream ends and continues as ${children.length}`);
    parent.close(children);
  }
}

/** The share of all keys whose records a shard has. */
interface Range {
  readonly from: number;
  readonly to: number;
}

class Shard {
  readonly range: Range;
  readonly #world: World;
  readonly #options: StreamMappingOptions;
  readonly #records: DynamoDBRecord[] = [];
  /** The shard before this one, until it is processed to its end. */
  #parent: Shard | undefined;
  #children: Shard[] = [];
  #isWorking = false;

  constructor(
    world: World,
    options: StreamMappingOptions,
    range: Range,
    parent: Shard | undefined,
  ) {
    this.#world = world;
    this.#options = options;
    this.range = range;
    this.#parent = parent;
  }

  push(record: DynamoDBRecord): void {
    this.#records.push(record);
    this.#start();
  }

  /** Ends the shard: its records are followed by those of its children. */
  close(children: readonly Shard[]): void {
    this.#children = [...children];
    this.#end();
  }

  #start(): void {
    if (this.#isWorking || this.#parent !== undefined || this.#records.length === 0) return;
    this.#isWorking = true;
    const { scheduler, random, swarm } = this.#world;
    scheduler.after(random.integer(10, swarm.pollMs), () => void this.#work());
  }

  #end(): void {
    if (this.#isWorking || this.#parent !== undefined || this.#records.length > 0) return;
    for (const child of this.#children.splice(0)) child.#follow();
  }

  #follow(): void {
    this.#parent = undefined;
    this.#start();
    this.#end();
  }

  async #work(): Promise<void> {
    const { faults } = this.#world;
    while (this.#records.length > 0) {
      const batch = this.#records.splice(0, this.#nextBatchSize());
      this.#countSize(batch.length);
      do await this.#run(batch);
      while (faults.surprise('stream batch repeated'));
    }
    this.#isWorking = false;
    this.#end();
  }

  #countSize(records: number): void {
    const { tally } = this.#world;
    if (records >= 0.9 * batchSize) tally.count('stream batch of 900 to 1,000 records');
    else if (records >= usualBatchSize) tally.count('stream batch of 100 to 899 records');
  }

  #nextBatchSize(): number {
    const { random, swarm } = this.#world;
    if (swarm.batches === 'full') return batchSize;
    return swarm.batches === 'tens'
      ? random.pick([10, 20, 30, usualBatchSize])
      : random.integer(1, usualBatchSize);
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
