import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleSettings } from '../../../lib/bundling/bundle-settings.ts';
import { leanAwsSdk } from '../../../lib/bundling/lean-aws-sdk.ts';
import { outboxMapping, publisherMemoryMb } from '../../../lib/delivery-settings.ts';
import { environmentKeys } from '../../../shared/runtime/environment.ts';
import { endpointVariables } from '../../../tools/emulator/engines/endpoint-variables.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { runChild } from '../child.ts';
import { assumptions } from '../cost/assumptions.ts';
import { durationPerMillion } from '../cost/model.ts';
import { prices } from '../cost/prices.ts';
import { type ResponseTimes, startSlowAws } from '../slow-aws.ts';
import { newUserRates, publisherRates } from './rates.ts';
import { type Traffic, toStreamEvents } from './stream-events.ts';
import type { Publishing } from './worker.ts';

/**
 * The time from the end of an invocation to the next one of the same shard: Lambda reads the shard, which is one
 * call to DynamoDB, and invokes the function. AWS documents no time for it but that of an idle shard, 250 ms
 * (`streamPolls` in `quotas.ts`): docs/performance.md says what that would change.
 */
const betweenInvocationsMs = 30;

/** What each measurement takes, and how often it is made: other load on the machine only slows it. */
const seconds = 1;
const rounds = 3;

/** What Lambda cost for a million messages with one id before there were lanes, in full batches. */
const maxDollars = 0.0174;

/** What the cost model assumes of an invocation with ten records, 25 ms, and what else the machine does. */
const maxMs = { oneId: 30, twoIds: 40 };

const usual: ResponseTimes = { ms: 5, eventBridgeMs: 20 };
const slow: ResponseTimes = { ms: 30, eventBridgeMs: 120 };

const oneId: Traffic = { hasSecondIds: false, statuses: 0 };
const twoIds: Traffic = { hasSecondIds: true, statuses: 0 };
/** The statuses of each message follow it directly: four events that go one after the other. */
const conversations: Traffic = { hasSecondIds: true, statuses: 3 };

/** Each message has an order number as text, and its conversation five messages on the day. */
const listed: Traffic = { hasSecondIds: false, isListed: true, statuses: 0 };

const twoNames: Traffic = { hasSecondIds: false, hasTwoNames: true, statuses: 0 };

type SlowAws = Awaited<ReturnType<typeof startSlowAws>>;

interface Case {
  readonly what: string;
  readonly times: ResponseTimes;
  readonly traffic: Traffic;
  /** Whether the table has everything from an earlier publisher: each link is found, as after a cold start. */
  readonly isKnown?: true;
}

/** Batches as large as Lambda passes them, as after an outage. */
interface FullBatches extends Case {
  /** Records per second that a publisher must reach. */
  readonly least: number;
  /** The limit of what Lambda costs for a million records. */
  readonly maxDollars: number;
}

/** Batches of ten, as under a usual load. */
interface SmallBatches extends Case {
  /** The limit of an invocation. */
  readonly maxMs: number;
}

const batchSizes = { full: outboxMapping.batchSize, small: 10 };

const fullBatches: readonly FullBatches[] = [
  { times: usual, least: publisherRates.usual, newUsers: newUserRates.usual },
  { times: slow, least: publisherRates.slow, newUsers: newUserRates.slow },
].flatMap(({ times, least, newUsers }): readonly FullBatches[] => {
  const all = { times, least, maxDollars };
  return [
    { ...all, what: 'messages with one id', traffic: oneId },
    { ...all, what: 'messages with two ids', traffic: twoIds },
    { ...all, what: 'messages with two ids and three statuses', traffic: conversations },
    { ...all, what: 'messages with texts, in listed conversations', traffic: listed },
    { ...all, what: 'messages of users with two names', traffic: twoNames, isKnown: true },
    {
      what: 'messages of new users with two names',
      times,
      traffic: twoNames,
      least: newUsers,
      // A user is new once.
      maxDollars: 0.05,
    },
  ];
});

const smallBatches: readonly SmallBatches[] = [
  { what: '10 messages with one id', times: usual, traffic: oneId, maxMs: maxMs.oneId },
  { what: '10 messages with two ids', times: usual, traffic: twoIds, maxMs: maxMs.twoIds },
];

/** (h) How many records of one shard the publisher handles. */
export const publisher: Benchmark = {
  letter: 'h',
  title: 'publisher: records per second of one shard',
  async run({ onProgress, isChosen }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'tributary-bench-'));
    const aws = await startSlowAws();
    try {
      const bundle = await bundlePublisher(folder);
      const rows: Row[] = [];
      for (const each of fullBatches.filter((each) => isChosen(toName(each)))) {
        onProgress(toName(each));
        rows.push(...toRateRows(each, await measure(each, batchSizes.full, bundle, aws)));
      }
      for (const each of smallBatches.filter((each) => isChosen(toName(each)))) {
        onProgress(toName(each));
        rows.push(toDurationRow(each, await measure(each, batchSizes.small, bundle, aws)));
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
  { times, traffic, isKnown }: Case,
  batchSize: number,
  bundle: string,
  aws: SlowAws,
): Promise<Publishing> {
  const events = path.join(path.dirname(bundle), 'events.json');
  // More than the warm-up and a round take: the function remembers users, texts and conversations.
  const records = traffic.hasTwoNames || traffic.isListed ? 8_000 : 4_000;
  const texts = await toStreamEvents(traffic, { records, batchSize });
  await writeFile(events, JSON.stringify(texts));
  const publish = (share: number, until: string) =>
    runChild<Publishing>(
      new URL('./worker.ts', import.meta.url),
      [bundle, events, `${share}`, until],
      toEnvironment(aws, traffic),
    );
  if (isKnown) {
    aws.reset({ ms: 0 });
    await publish(1, 'all');
  }
  const measured: Publishing[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (isKnown) aws.setTimes(times);
    else aws.reset(times);
    measured.push(
      await publish(publisherMemoryMb / assumptions.megabytesPerProcessor, `${seconds}`),
    );
  }
  return measured.reduce((best, each) => (rateOf(each) > rateOf(best) ? each : best));
}

function toEnvironment(
  { url, certificateFile }: SlowAws,
  { isListed }: Traffic,
): Readonly<Record<string, string>> {
  return {
    ...(isListed && { [environmentKeys.conversationList]: 'true' }),
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

function toRateRows(each: FullBatches, measured: Publishing): readonly Row[] {
  const { records, invocations, ms, cpuMs } = measured;
  const { least, maxDollars } = each;
  const what = toName(each);
  const perInvocation = durationPerMillion(ms / invocations, publisherMemoryMb / 1024);
  return [
    {
      what: `${what}: records`,
      measured: rateOf(measured),
      unit: '/s',
      least,
    },
    { what: `${what}: CPU of a record`, measured: (cpuMs / records) * 1000, unit: 'µs' },
    {
      what: `${what}: Lambda for a million records`,
      measured: (prices.lambda.requestsPerMillion + perInvocation) * (invocations / records),
      unit: 'USD',
      limit: maxDollars,
    },
  ];
}

function toDurationRow(each: SmallBatches, { ms, invocations }: Publishing): Row {
  return {
    what: `${toName(each)}: an invocation`,
    measured: ms / invocations,
    unit: 'ms',
    limit: each.maxMs,
  };
}

function toName({ what, times: { ms, eventBridgeMs } }: Case): string {
  return `${ms}/${eventBridgeMs} ms, ${what}`;
}
