import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleSettings } from '../../../lib/bundling/bundle.ts';
import { leanAwsSdk } from '../../../lib/bundling/lean-aws-sdk.ts';
import { outboxMapping } from '../../../lib/delivery-settings.ts';
import { endpointVariables } from '../../../tools/emulator/engines/endpoint-variables.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { runChild } from '../child.ts';
import { assumptions } from '../cost/assumptions.ts';
import { publisherRates } from './rates.ts';
import { type Latency, startSlowAws } from './slow-aws.ts';
import { type Traffic, toStreamEvents } from './stream-events.ts';
import type { Publishing } from './worker.ts';

/** The time from the end of an invocation to the next one of the same shard: what Lambda needs. */
const betweenInvocationsMs = 30;

/** What each measurement takes, and how often it is made: other load on the machine only slows it. */
const seconds = 1;
const rounds = 3;

const usual: Latency = { dynamodbMs: 5, eventBridgeMs: 20 };
const slow: Latency = { dynamodbMs: 30, eventBridgeMs: 120 };

const oneId: Traffic = { hasSecondIds: false, statuses: 0 };
const twoIds: Traffic = { hasSecondIds: true, statuses: 0 };
/** The statuses of each message directly follow it: what depends on each other is one after the other. */
const conversations: Traffic = { hasSecondIds: true, statuses: 3 };

interface Case {
  readonly what: string;
  readonly latency: Latency;
  readonly traffic: Traffic;
  readonly batchSize: number;
  /** Records a second that a publisher must reach. */
  readonly least?: number;
}

const { batchSize } = outboxMapping;
const cases: readonly Case[] = [
  {
    what: 'messages with one id',
    latency: usual,
    traffic: oneId,
    batchSize,
    least: publisherRates.usual,
  },
  {
    what: 'messages with two ids',
    latency: usual,
    traffic: twoIds,
    batchSize,
    least: publisherRates.usual,
  },
  { what: 'messages with three statuses', latency: usual, traffic: conversations, batchSize },
  {
    what: 'messages with one id',
    latency: slow,
    traffic: oneId,
    batchSize,
    least: publisherRates.slow,
  },
  {
    what: 'messages with two ids',
    latency: slow,
    traffic: twoIds,
    batchSize,
    least: publisherRates.slow,
  },
  { what: 'messages with three statuses', latency: slow, traffic: conversations, batchSize },
];

/** (h) How many records of one shard the publisher handles. */
export const publisher: Benchmark = {
  letter: 'h',
  title: 'publisher: records per second of one shard',
  async run({ onProgress }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'tributary-bench-'));
    const aws = await startSlowAws();
    try {
      const bundle = await bundlePublisher(folder);
      const rows: Row[] = [];
      for (const each of cases) {
        onProgress(toName(each));
        aws.setLatency(each.latency);
        rows.push(...toRows(each, await measure(each, bundle, aws.url)));
      }
      return rows;
    } finally {
      aws.stop();
      await rm(folder, { recursive: true });
    }
  },
};

async function bundlePublisher(folder: string): Promise<string> {
  const outfile = path.join(folder, 'publisher.mjs');
  await build({
    ...bundleSettings,
    plugins: [leanAwsSdk],
    entryPoints: ['functions/publisher/handler.ts'],
    outfile,
    absWorkingDir: projectDirectory,
    logLevel: 'silent',
  });
  return outfile;
}

/** The fastest round. */
async function measure(
  { traffic, batchSize }: Case,
  bundle: string,
  url: string,
): Promise<Publishing> {
  const events = path.join(path.dirname(bundle), 'events.json');
  const size = { records: Math.max(batchSize, 4_000), batchSize };
  await writeFile(events, JSON.stringify(await toStreamEvents(traffic, size)));
  const measured: Publishing[] = [];
  for (let round = 0; round < rounds; round += 1) {
    measured.push(
      await runChild<Publishing>(
        new URL('./worker.ts', import.meta.url),
        [bundle, events, String(assumptions.functionProcessors), String(seconds)],
        toEnvironment(url),
      ),
    );
  }
  return measured.reduce((best, each) => (rateOf(each) > rateOf(best) ? each : best));
}

function toEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(endpointVariables.map((variable) => [variable, url])),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'invented',
    EVENTS_TABLE: 'events',
    EVENT_BUS: 'bus',
    PAYLOAD_BUCKET: 'payloads',
    // The lines would be this script's output.
    LOG_LEVEL: 'ERROR',
  };
}

function rateOf({ records, invocations, ms }: Publishing): number {
  return (records / (ms + invocations * betweenInvocationsMs)) * 1000;
}

function toRows(each: Case, measured: Publishing): readonly Row[] {
  const { least } = each;
  const what = toName(each);
  return [
    {
      what: `${what}: records`,
      measured: rateOf(measured),
      unit: '/s',
      ...(least !== undefined && { least }),
    },
    {
      what: `${what}: CPU of a record`,
      measured: (measured.cpuMs / measured.records) * 1000,
      unit: 'µs',
    },
  ];
}

function toName({ what, latency: { dynamodbMs, eventBridgeMs } }: Case): string {
  return `${dynamodbMs}/${eventBridgeMs} ms, ${what}`;
}
