import { readFile } from 'node:fs/promises';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { timeoutSeconds } from '../../../lib/delivery-settings.ts';
import { limitProcessorShare } from '../processor-share.ts';

/** The JSON that this script prints. */
export interface Publishing {
  readonly records: number;
  readonly invocations: number;
  /** The time of all invocations. */
  readonly ms: number;
  /** The CPU time of all invocations. */
  readonly cpuMs: number;
}

const [, , bundle = '', eventsFile = '', share = '1', seconds = '1'] = process.argv;
const warmUpRecords = 3_000;

interface Module {
  handler(
    event: DynamoDBStreamEvent,
    context: { getRemainingTimeInMillis(): number },
  ): Promise<DynamoDBBatchResponse>;
}

const context = { getRemainingTimeInMillis: () => timeoutSeconds.publisher * 1000 };
const { handler }: Module = await import(bundle);
const events: readonly string[] = JSON.parse(await readFile(eventsFile, 'utf8'));
/** Continues where the warm-up ended: what it has published, the function remembers. */
let next = 0;

/** @returns the number of records; Lambda's runtime, too, parses the text within the invocation */
async function invoke(): Promise<number> {
  const event: DynamoDBStreamEvent = JSON.parse(events[next % events.length] ?? '');
  next += 1;
  const { batchItemFailures } = await handler(event, context);
  if (batchItemFailures.length > 0) throw new Error('the publisher did not publish everything');
  return event.Records.length;
}

interface Until {
  readonly ms?: number;
  readonly records?: number;
  readonly invocations?: number;
}

/** Publishes until it has taken this time, or has published this number of records or batches. */
async function publish(until: Until): Promise<Publishing> {
  const settle = until.ms === undefined ? () => {} : limitProcessorShare(Number(share));
  const startedAt = process.cpuUsage();
  let [records, ms, invocations] = [0, 0, 0];
  const isOver = () =>
    ms >= (until.ms ?? Infinity) ||
    records >= (until.records ?? Infinity) ||
    invocations >= (until.invocations ?? Infinity);
  while (!isOver()) {
    const beganAtMs = performance.now();
    records += await invoke();
    invocations += 1;
    settle();
    ms += performance.now() - beganAtMs;
  }
  const { user, system } = process.cpuUsage(startedAt);
  return { records, invocations, ms, cpuMs: (user + system) / 1000 };
}

if (seconds === 'all') {
  console.log(JSON.stringify(await publish({ invocations: events.length })));
} else {
  // Code that is not optimized yet would be part of the measurement.
  await publish({ records: warmUpRecords });
  console.log(JSON.stringify(await publish({ ms: Number(seconds) * 1000 })));
}
