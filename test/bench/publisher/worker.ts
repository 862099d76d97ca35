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
let invocations = 0;

/** @returns the number of records; Lambda's runtime, too, parses the text within the invocation */
async function invoke(): Promise<number> {
  const event: DynamoDBStreamEvent = JSON.parse(events[invocations % events.length] ?? '');
  invocations += 1;
  const { batchItemFailures } = await handler(event, context);
  if (batchItemFailures.length > 0) throw new Error('the publisher did not publish everything');
  return event.Records.length;
}

/** Publishes until it has taken this time, or has published this number of records. */
async function publish(until: { readonly ms?: number; readonly records?: number }) {
  const settle = until.ms === undefined ? () => {} : limitProcessorShare(Number(share));
  const startedAt = process.cpuUsage();
  let [records, ms] = [0, 0];
  invocations = 0;
  while (ms < (until.ms ?? Infinity) && records < (until.records ?? Infinity)) {
    const beganAtMs = performance.now();
    records += await invoke();
    settle();
    ms += performance.now() - beganAtMs;
  }
  const { user, system } = process.cpuUsage(startedAt);
  return { records, invocations, ms, cpuMs: (user + system) / 1000 } satisfies Publishing;
}

// Code that is not optimized yet would be part of the measurement.
await publish({ records: warmUpRecords });
console.log(JSON.stringify(await publish({ ms: Number(seconds) * 1000 })));
