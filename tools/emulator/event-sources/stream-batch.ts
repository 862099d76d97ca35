import type { InvocationResult } from '../lambda/function-worker.ts';
import { readBatchOutcome } from './item-failures.ts';
import type { EventSourceMapping } from './mapping.ts';

/** A record of a DynamoDB stream as a function receives it. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly SequenceNumber: string;
  };
}

/** Why Lambda discarded records. */
export type DiscardReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Records that Lambda no longer retries. */
export interface DiscardedBatch {
  readonly reason: DiscardReason;
  readonly records: readonly StreamRecord[];
  readonly invokeCount: number;
  readonly result: InvocationResult | undefined;
}

export interface StreamBatchOptions {
  readonly mapping: Pick<
    EventSourceMapping,
    'reportsItemFailures' | 'bisects' | 'maxRetries' | 'maxRecordAgeMs'
  >;
  invoke(event: string): Promise<InvocationResult>;
  /** Every record up to this one is finished or discarded. */
  checkpoint(sequenceNumber: string): void;
  /** Sends discarded records to the mapping's on-failure destination. */
  onDiscard(batch: DiscardedBatch): Promise<void>;
  /** Waits before a retry; the first retry is 1. */
  waitBeforeRetry(retry: number): Promise<void>;
  now(): number;
  readonly signal: AbortSignal;
}

/**
 * Invokes the function with a batch until every record is finished or discarded, in order. Reported item
 * failures move the start of the batch to the first of them. Another error splits the batch in halves
 * when the mapping bisects, which does not count as a retry. Records over the maximum retries or age are
 * discarded. Returns early only when the signal aborts; the checkpoint then holds the progress.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function runStreamBatch(
  records: readonly StreamRecord[],
  options: StreamBatchOptions,
): Promise<void> {
  const { mapping, invoke, checkpoint, onDiscard, waitBeforeRetry, signal } = options;
  let remaining = records;
  let invokeCount = 0;
  let lastResult: InvocationResult | undefined;

  async function discard(given: readonly StreamRecord[], reason: DiscardReason): Promise<void> {
    await onDiscard({ reason, records: given, invokeCount, result: lastResult });
    checkpoint(lastSequenceNumber(given));
    remaining = remaining.slice(given.length);
  }

  for (let retry = 0; remaining.length > 0 && !signal.aborted; ) {
    const tooOld = leadingWhile(
      remaining,
      (record) => ageMs(record, options.now()) > mapping.maxRecordAgeMs,
    );
    if (tooOld.length > 0) {
      await discard(tooOld, 'RecordAgeExceeded');
      continue;
    }
    lastResult = await invoke(JSON.stringify({ Records: remaining }));
    invokeCount += 1;
    if (signal.aborted && lastResult.outcome !== 'succeeded') return;
    const { failed } = readBatchOutcome(
      lastResult,
      remaining.map(sequenceNumberOf),
      mapping.reportsItemFailures,
    );
    const done =
      failed === 'all'
        ? []
        : leadingWhile(remaining, (record) => !failed.has(sequenceNumberOf(record)));
    if (done.length > 0) {
      checkpoint(lastSequenceNumber(done));
      remaining = remaining.slice(done.length);
    }
    if (remaining.length === 0) return;
    if (failed === 'all' && mapping.bisects && remaining.length > 1) {
      const middle = Math.ceil(remaining.length / 2);
      await runStreamBatch(remaining.slice(0, middle), options);
      await runStreamBatch(remaining.slice(middle), options);
      return;
    }
    if (retry >= mapping.maxRetries) {
      await discard(remaining, 'RetryAttemptsExhausted');
      return;
    }
    // Progress resets the count: the batch that is retried is a different one.
    retry = done.length > 0 ? 1 : retry + 1;
    await waitBeforeRetry(retry);
  }
}

function leadingWhile<T>(items: readonly T[], holds: (item: T) => boolean): readonly T[] {
  const end = items.findIndex((item) => !holds(item));
  return end < 0 ? items : items.slice(0, end);
}

function ageMs({ dynamodb }: StreamRecord, now: number): number {
  return now - dynamodb.ApproximateCreationDateTime * 1000;
}

function sequenceNumberOf({ dynamodb }: StreamRecord): string {
  return dynamodb.SequenceNumber;
}

function lastSequenceNumber(records: readonly StreamRecord[]): string {
  return records.at(-1)?.dynamodb.SequenceNumber ?? '';
}
