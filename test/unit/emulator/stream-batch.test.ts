import { describe, expect, it } from 'vitest';
import { readBatchOutcome } from '../../../tools/emulator/event-sources/item-failures.ts';
import {
  runStreamBatch,
  type StreamBatchOptions,
  type StreamRecord,
} from '../../../tools/emulator/event-sources/stream-batch.ts';
import type { InvocationResult } from '../../../tools/emulator/lambda/function-worker.ts';

const now = Date.parse('2026-11-21T10:00:00.000Z');

function record(sequenceNumber: number, ageSeconds = 0): StreamRecord {
  return {
    eventID: String(sequenceNumber),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s',
    dynamodb: {
      ApproximateCreationDateTime: now / 1000 - ageSeconds,
      SequenceNumber: String(sequenceNumber),
    },
  };
}

const succeeded = (payload: unknown = {}): InvocationResult => ({
  outcome: 'succeeded',
  payload: JSON.stringify(payload),
});

const reporting = (...failed: number[]): InvocationResult =>
  succeeded({ batchItemFailures: failed.map((it) => ({ itemIdentifier: String(it) })) });

const failed: InvocationResult = {
  outcome: 'failed',
  error: { errorType: 'Error', errorMessage: 'as given' },
};

/** Runs a batch on a function with the given results, and records what happened, in order. */
async function run(
  records: readonly StreamRecord[],
  response: (numbers: readonly number[], attempt: number) => InvocationResult,
  settings: Partial<StreamBatchOptions['mapping']> = {},
) {
  const seen: string[] = [];
  const stopping = new AbortController();
  let attempts = 0;
  await runStreamBatch(records, {
    mapping: {
      reportsItemFailures: true,
      bisects: false,
      maxRetries: Number.POSITIVE_INFINITY,
      maxRecordAgeMs: Number.POSITIVE_INFINITY,
      ...settings,
    },
    invoke: async (event) => {
      const { Records: batch }: { Records: StreamRecord[] } = JSON.parse(event);
      const numbers = batch.map(({ eventID }) => Number(eventID));
      seen.push(`invoke ${numbers}`);
      attempts += 1;
      return response(numbers, attempts);
    },
    checkpoint: (sequenceNumber) => seen.push(`done ${sequenceNumber}`),
    onDiscard: async ({ reason, records: discarded, invokeCount }) => {
      seen.push(
        `discard ${discarded.map(({ eventID }) => eventID)} ${reason} after ${invokeCount}`,
      );
    },
    waitBeforeRetry: async (retry) => {
      seen.push(`wait ${retry}`);
      if (retry > 5) stopping.abort();
    },
    now: () => now,
    signal: stopping.signal,
  });
  return seen;
}

describe('a batch of a stream', () => {
  it('is finished when the function succeeds', async () => {
    expect(await run([record(1), record(2)], () => reporting())).toEqual(['invoke 1,2', 'done 2']);
  });

  it('starts again at the first reported record', async () => {
    const seen = await run(
      [1, 2, 3].map((it) => record(it)),
      (_, attempt) => (attempt === 1 ? reporting(3, 2) : reporting()),
    );

    expect(seen).toEqual(['invoke 1,2,3', 'done 1', 'wait 1', 'invoke 2,3', 'done 3']);
  });

  it('is retried as a whole when the first record is reported', async () => {
    const seen = await run([record(1), record(2)], (_, attempt) =>
      attempt === 1 ? reporting(1) : reporting(),
    );

    expect(seen).toEqual(['invoke 1,2', 'wait 1', 'invoke 1,2', 'done 2']);
  });

  it('is retried without limit when the mapping sets none', async () => {
    const seen = await run([record(1)], () => failed);

    expect(seen.filter((step) => step === 'invoke 1')).toHaveLength(6);
    expect(seen).not.toContain('done 1');
  });

  it('is discarded after its retries, and then finished', async () => {
    expect(await run([record(1)], () => failed, { maxRetries: 2 })).toEqual([
      'invoke 1',
      'wait 1',
      'invoke 1',
      'wait 2',
      'invoke 1',
      'discard 1 RetryAttemptsExhausted after 3',
      'done 1',
    ]);
  });

  it('is discarded together with the records after the one that fails', async () => {
    const seen = await run(
      [1, 2, 3].map((it) => record(it)),
      () => reporting(2),
      { maxRetries: 0 },
    );

    expect(seen).toEqual([
      'invoke 1,2,3',
      'done 1',
      'discard 2,3 RetryAttemptsExhausted after 1',
      'done 3',
    ]);
  });

  it('is split in halves, which does not count as a retry, until one record is left', async () => {
    const seen = await run(
      [1, 2, 3].map((it) => record(it)),
      (numbers) => (numbers.includes(3) ? failed : reporting()),
      { bisects: true, maxRetries: 1 },
    );

    expect(seen).toEqual([
      'invoke 1,2,3',
      'invoke 1,2',
      'done 2',
      'invoke 3',
      'wait 1',
      'invoke 3',
      'discard 3 RetryAttemptsExhausted after 2',
      'done 3',
    ]);
  });

  it('discards records that are too old, and passes on the rest', async () => {
    const seen = await run([record(1, 61), record(2, 59)], () => reporting(), {
      maxRecordAgeMs: 60_000,
    });

    expect(seen).toEqual(['discard 1 RecordAgeExceeded after 0', 'done 1', 'invoke 2', 'done 2']);
  });
});

describe('the response of a function to a batch', () => {
  it.each<[string, InvocationResult, 'all' | string[]]>([
    ['an error fails all', failed, 'all'],
    ['no response is a success', succeeded(null), []],
    ['a response without a list is a success', succeeded({}), []],
    ['a null list is a success', succeeded({ batchItemFailures: null }), []],
    ['an empty list is a success', reporting(), []],
    ['named items fail', reporting(2), ['2']],
    ['an item of another batch fails all', reporting(9), 'all'],
    ['an empty name fails all', succeeded({ batchItemFailures: [{ itemIdentifier: '' }] }), 'all'],
    ['a wrong form fails all', succeeded({ batchItemFailures: [{ id: '1' }] }), 'all'],
    ['a text fails all', succeeded('done'), 'all'],
  ])('%s', (_, result, expected) => {
    const { failed: found } = readBatchOutcome(result, ['1', '2'], true);

    expect(found === 'all' ? found : [...found]).toEqual(expected);
  });

  it('fails only with an error when the mapping does not report item failures', () => {
    expect(readBatchOutcome(reporting(1), ['1'], false)).toEqual({ failed: new Set() });
  });
});
