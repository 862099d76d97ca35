import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleSettings } from '../../../lib/bundling/bundle-settings.ts';
import { leanAwsSdk } from '../../../lib/bundling/lean-aws-sdk.ts';
import { outboxMapping, publisherMemoryMb } from '../../../lib/delivery-settings.ts';
import { endpointVariables } from '../../../tools/emulator/engines/endpoint-variables.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { runChild } from '../child.ts';
import { assumptions } from '../cost/assumptions.ts';
import { durationPerMillion } from '../cost/model.ts';
import { prices } from '../cost/prices.ts';
import { type ResponseTimes, startSlowAws } from '../slow-aws.ts';
import { publisherRates } from './rates.ts';
import { type Traffic, toStreamEvents } from './stream-events.ts';
import type { Publishing } from './worker.ts';

/** The time from the end of an invocation to the next one of the same shard: what Lambda needs. */
const betweenInvocationsMs = 30;

/** What each measurement takes, and how often it is made: other load on the machine only slows it. */
const seconds = 1;
const rounds = 5;

/** What Lambda cost for a million messages with one id before there were lanes, in full batches. */
const maxDollars = 0.0174;

const usual: ResponseTimes = { ms: 5, eventBridgeMs: 20 };
const slow: ResponseTimes = { ms: 30, eventBridgeMs: 120 };

const oneId: Traffic = { hasSecondIds: false, statuses: 0 };
const twoIds: Traffic = { hasSecondIds: true, statuses: 0 };
/** The statuses of each message follow it directly: four events that go one after the other. */
const conversations: Traffic = { hasSecondIds: true, statuses: 3 };

/**
 * In the fastest round the table knows every link and the function none: it looks for each of them, as after
 * a cold start.
 */
const twoNames: Traffic = { hasSecondIds: false, hasTwoNames: true, statuses: 0 };

type SlowAws = Awaited<ReturnType<typeof startSlowAws>>;

interface Case {
  readonly what: string;
  readonly times: ResponseTimes;
  readonly traffic: Traffic;
  readonly batchSize: number;
  /** Records a second that a publisher must reach. */
  readonly least?: number;
}

const { batchSize } = outboxMapping;

/** Batches as large as Lambda passes them, as after an outage. */
const fullBatches: readonly Case[] = [
  { times: usual, least: publisherRates.usual },
  { times: slow, least: publisherRates.slow },
].flatMap(({ times, least }): readonly Case[] => [
  { what: 'messages with one id', times, traffic: oneId, batchSize, least },
  { what: 'messages with two ids', times, traffic: twoIds, batchSize, least },
  { what: 'messages with two ids and three statuses', times, traffic: conversations, batchSize },
  { what: 'messages of users with two names', times, traffic: twoNames, batchSize },
]);

/** Batches as under a usual load, for the costs. */
const smallBatches: readonly Case[] = [
  { what: '10 messages with one id', times: usual, traffic: oneId, batchSize: 10 },
  { what: '10 messages with two ids', times: usual, traffic: twoIds, batchSize: 10 },
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
      for (const each of [...fullBatches, ...smallBatches]) {
        onProgress(toName(each));
        aws.reset(each.times);
        const measured = await measure(each, bundle, aws);
        const isFull = each.batchSize === batchSize;
        rows.push(...(isFull ? toRateRows(each, measured) : [toDurationRow(each, measured)]));
      }
      return rows;
    } finally {
      await aws.stop();
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
  aws: SlowAws,
): Promise<Publishing> {
  const events = path.join(path.dirname(bundle), 'events.json');
  // More than a round takes: a user of whom there is a second message is remembered.
  const records = traffic.hasTwoNames ? 12_000 : 4_000;
  const texts = await toStreamEvents(traffic, { records, batchSize });
  await writeFile(events, JSON.stringify(texts));
  const measured: Publishing[] = [];
  for (let round = 0; round < rounds; round += 1) {
    measured.push(
      await runChild<Publishing>(
        new URL('./worker.ts', import.meta.url),
        [bundle, events, `${publisherMemoryMb / assumptions.megabytesPerProcessor}`, `${seconds}`],
        toEnvironment(aws),
      ),
    );
  }
  return measured.reduce((best, each) => (rateOf(each) > rateOf(best) ? each : best));
}

function toEnvironment({ url, certificateFile }: SlowAws): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(endpointVariables.map((variable) => [variable, url])),
    NODE_EXTRA_CA_CERTS: certificateFile,
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

function toRateRows(each: Case, measured: Publishing): readonly Row[] {
  const { records, invocations, ms, cpuMs } = measured;
  const { least, times, traffic } = each;
  const what = toName(each);
  const perInvocation = durationPerMillion(ms / invocations, publisherMemoryMb / 1024);
  return [
    {
      what: `${what}: records`,
      measured: rateOf(measured),
      unit: '/s',
      ...(least !== undefined && { least }),
    },
    { what: `${what}: CPU of a record`, measured: (cpuMs / records) * 1000, unit: 'µs' },
    {
      what: `${what}: Lambda for a million records`,
      measured: (prices.lambda.requestsPerMillion + perInvocation) * (invocations / records),
      unit: 'USD',
      ...(times === usual && traffic === oneId && { limit: maxDollars }),
    },
  ];
}

function toDurationRow(each: Case, { ms, invocations }: Publishing): Row {
  return { what: `${toName(each)}: an invocation`, measured: ms / invocations, unit: 'ms' };
}

function toName({ what, times: { ms, eventBridgeMs } }: Case): string {
  return `${ms}/${eventBridgeMs} ms, ${what}`;
}
