import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { maxCallMs, type PublisherPorts } from '../../functions/publisher/ports.ts';
import { publishRecords } from '../../functions/publisher/publish-records.ts';
import { outboxMapping, timeoutSeconds } from '../../lib/delivery-settings.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import {
  runStreamBatch,
  type StreamRecord,
} from '../../tools/emulator/event-sources/stream-batch.ts';
import { publisherRates } from '../bench/publisher/rates.ts';
import { catchUp } from '../bench/scale/catching-up.ts';
import { quotas } from '../bench/scale/quotas.ts';
import { busyPartition, outageSeconds } from '../bench/scale/scenarios.ts';
import { Random } from '../simulation/random.ts';
import { Scheduler } from '../simulation/scheduler.ts';
import { createMemoryDeadLetterStore } from '../support/memory-dead-letter-store.ts';
import { createMemoryItemStore } from '../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../support/memory-link-store.ts';

/**
 * The outage of the model in one hundredth of its time: the bus fails for 36 seconds instead of an
 * hour, and the retries of Lambda are as much shorter. The shard and the publisher have their own speed.
 */
const timeScale = 100;
const outageMs = (outageSeconds * 1000) / timeScale;
const recordsPerSecond = busyPartition * quotas.partitionUnits.value;

const pollMs = 1000 / quotas.streamPolls.value;
const busMs = 20;
const tableMs = 5;

/** Lambda waits longer before each retry of a batch, as the simulation takes it: 15 minutes at most. */
const waitBeforeRetryMs = (retry: number) =>
  Math.min(15 * 60_000, 500 * 2 ** Math.min(retry, 20)) / timeScale;

/** Every tenth record is a message with a second id; its statuses and those of others follow. */
function toRecord(number: number): DynamoDBRecord {
  const isMessage = number % 10 === 0;
  const message = { id: `wamid.${number}`, providerMessageId: `26040${number}` };
  const type = isMessage ? 'message.received' : 'message.status.updated';
  const detail = {
    metadata: { id: String(number), provider: 'incs', type },
    data: isMessage ? { message } : { messageId: 'wamid.0' },
  };
  return {
    eventID: String(number),
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(number).padStart(9, '0'),
      NewImage: {
        pk: { S: `message#incs#${number - (number % 3)}` },
        publish: { N: '1' },
        detail: { S: JSON.stringify(detail) },
      },
    },
  };
}

describe('after an outage of the bus, the outbox of a partition at 80 % of its writes', () => {
  it('is level again within twice the time of the outage, with every event once and in order', async () => {
    const scheduler = new Scheduler(new Random(1), new Date('2026-03-01T12:00:00.000Z'));
    const startMs = scheduler.nowMs;
    const endMs = outageMs * 3;
    const elapsedMs = () => scheduler.nowMs - startMs;
    const waiting: DynamoDBRecord[] = [];
    const published: number[] = [];
    let levelAtMs: number | undefined;
    let most = 0;

    let arrivedBefore = 0;
    for (let atMs = 0; atMs < endMs; atMs += pollMs) {
      scheduler.after(atMs, () => {
        const arrived = Math.round((recordsPerSecond * pollMs) / 1000);
        for (let count = 0; count < arrived; count += 1)
          waiting.push(toRecord(arrivedBefore + count));
        arrivedBefore += arrived;
        most = Math.max(most, waiting.length);
      });
    }

    const memory = createMemoryItemStore();
    const ports = {
      bus: {
        publish: async (entries) => {
          await scheduler.sleep(busMs);
          if (elapsedMs() < outageMs)
            throw new TributaryError('publish_failed', 'the bus is out', { retryable: true });
          published.push(...entries.map(({ detail }) => Number(JSON.parse(detail).metadata.id)));
          return entries.map(() => 'published');
        },
      },
      items: {
        insert: async (items) => {
          await scheduler.sleep(tableMs);
          return memory.insert(items);
        },
      },
      links: createMemoryLinkStore(memory),
      deadLetters: createMemoryDeadLetterStore(),
      log: { info() {}, warn() {}, error() {} },
      waitMs: (ms) => scheduler.sleep(ms),
      finished: new Set<string>(),
    } satisfies Omit<PublisherPorts, 'hasTime'>;

    /** An invocation takes as long as benchmark h allows for as many records. */
    async function invoke(text: string) {
      const { Records }: { readonly Records: DynamoDBRecord[] } = JSON.parse(text);
      const beganAtMs = scheduler.nowMs;
      const deadlineMs = beganAtMs + timeoutSeconds.publisher * 1000;
      const hasTime = () => deadlineMs - scheduler.nowMs > maxCallMs;
      const next = await publishRecords(Records, { ...ports, hasTime });
      const leastMs = (Records.length / publisherRates.usual) * 1000;
      await scheduler.sleep(leastMs - (scheduler.nowMs - beganAtMs));
      const batchItemFailures = next === undefined ? [] : [{ itemIdentifier: next }];
      return { outcome: 'succeeded', payload: JSON.stringify({ batchItemFailures }) } as const;
    }

    async function readShard(): Promise<void> {
      while (elapsedMs() < endMs) {
        const batch = waiting.splice(0, outboxMapping.batchSize);
        if (batch.length === 0) await scheduler.sleep(pollMs);
        // The rest of a stream's record is not read here.
        await runStreamBatch(batch as unknown as StreamRecord[], {
          mapping: {
            reportsItemFailures: outboxMapping.reportBatchItemFailures,
            bisects: outboxMapping.bisectBatchOnError,
            maxRetries: Number.POSITIVE_INFINITY,
            maxRecordAgeMs: Number.POSITIVE_INFINITY,
          },
          invoke,
          checkpoint: () => {},
          onDiscard: async () => expect.unreachable('no record is discarded'),
          waitBeforeRetry: (retry) => scheduler.sleep(waitBeforeRetryMs(retry)),
          now: () => 0,
          signal: new AbortController().signal,
        });
        const isLevel = waiting.length <= (recordsPerSecond * pollMs) / 1000;
        if (isLevel && elapsedMs() > outageMs) levelAtMs ??= elapsedMs();
      }
    }

    const reading = readShard();
    await scheduler.run();
    await reading;

    expect(most).toBeGreaterThan(recordsPerSecond * (outageMs / 1000) * 0.95);
    const caughtUpMs = (levelAtMs ?? Number.POSITIVE_INFINITY) - outageMs;
    expect(caughtUpMs).toBeLessThan(2 * outageMs);
    // The model does not know how long Lambda waits before its last retry.
    const modelled = catchUp({
      seconds: outageMs / 1000,
      shards: 1,
      eventsPerSecond: recordsPerSecond,
      publisherRate: publisherRates.usual,
    });
    const longestWaitMs = waitBeforeRetryMs(20);
    expect(caughtUpMs).toBeGreaterThan(modelled.seconds * 1000 * 0.9);
    const spare = publisherRates.usual / (publisherRates.usual - recordsPerSecond);
    expect(caughtUpMs).toBeLessThan((modelled.seconds * 1000 + longestWaitMs * spare) * 1.1);

    expect(new Set(published).size).toBe(published.length);
    const inLane = Map.groupBy(published, (number) => number - (number % 3));
    for (const lane of inLane.values()) expect(lane).toEqual(lane.toSorted((a, b) => a - b));
  });
});
