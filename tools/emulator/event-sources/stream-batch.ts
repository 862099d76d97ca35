import type { InvocationResult } from '../lambda/function-worker.ts';
import { readBatchOutcome } from './item-failures.ts';
import type { EventSourceMapping } from './mapping.ts';

/** A record of a DynamoDB stream as a function gets it. */
export type StreamRecord = {
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
};

/** Why records were given up. */
export type GiveUpReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export type GivenUpBatch = {
  readonly reason: GiveUpReason;
  readonly records: readonly StreamRecord[];
  readonly invokeCount: number;
  readonly result: InvocationResult | undefined;
};

export type StreamBatchOptions = {
  readonly mapping: Pick<
    EventSourceMapping,
    'reportsItemFailures' | 'bisects' | 'maxRetries' | 'maxRecordAgeMs'
  >;
  invoke(event: string): Promise<InvocationResult>;
  /** Everything up to this record is done, whatever became of it. */
  checkpoint(sequenceNumber: string): void;
  /** Hands records that are given up to the mapping's destination. */
  giveUp(batch: GivenUpBatch): Promise<void>;
  /** Waits before the retry with that number, counted from 1. */
  waitBeforeRetry(retry: number): Promise<void>;
  now(): number;
  readonly signal: AbortSignal;
};

/**
 * Hands a batch to the function until every record of it is done, in order: reported item failures
 * move the batch's beginning to the first of them; another error cuts the batch in halves when the
 * mapping bisects, which costs no retry; what exceeds the retries or the age is given up. Returns
 * early only when the signal aborts; what was done by then is in the checkpoint.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function runStreamBatch(
  records: readonly StreamRecord[],
  options: StreamBatchOptions,
): Promise<void> {
  const { mapping, invoke, checkpoint, giveUp, waitBeforeRetry, signal } = options;
  let remaining = records;
  let invokeCount = 0;
  let lastResult: InvocationResult | undefined;

  async function abandon(given: readonly StreamRecord[], reason: GiveUpReason): Promise<void> {
    await giveUp({ reason, records: given, invokeCount, result: lastResult });
    checkpoint(lastSequenceNumber(given));
    remaining = remaining.slice(given.length);
  }

  for (let retry = 0; remaining.length > 0 && !signal.aborted; ) {
    const tooOld = leadingWhile(
      remaining,
      (record) => ageMs(record, options.now()) > mapping.maxRecordAgeMs,
    );
    if (tooOld.length > 0) {
      await abandon(tooOld, 'RecordAgeExceeded');
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
      await abandon(remaining, 'RetryAttemptsExhausted');
      return;
    }
    // Progress begins the count anew: the batch that is retried is another one.
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
