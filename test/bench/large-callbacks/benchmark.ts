import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleFunctions, callbackHandler } from '../../../lib/bundling/bundle.ts';
import { timeoutSeconds } from '../../../lib/delivery-settings.ts';
import { endpointVariables } from '../../../tools/emulator/engines/endpoint-variables.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { runChild } from '../child.ts';
import { assumptions } from '../cost/assumptions.ts';
import { startSlowAws } from '../slow-aws.ts';
import { median } from '../statistics.ts';
import { type CallbackKind, callbackKinds, toEventText } from './callbacks.ts';
import type { Invocation } from './worker.ts';

/** How long AWS takes for each call: as DynamoDB documents it, and on bad days. */
const responseTimesMs = [5, 60, 100];

/** What the limit applies to: a provider waits for some seconds only. */
const limited = { kind: '1,000 updates', responseMs: 60, limitMs: 5_000 } as const;

/** How often a provider sends a callback at most until it gets a success. */
const maxAttempts = 3;

/** The median of these counts. */
const rounds = 3;
const warmCallbacks = 3;

/** The callbacks of one execution environment. */
interface Environment {
  readonly cold: Invocation;
  readonly warm: readonly Invocation[];
  /** The last callback once more, as when the provider did not get the response. */
  readonly repeated: Invocation;
}

/** (i) How long a provider waits for the response to a callback with many items. */
export const largeCallbacks: Benchmark = {
  letter: 'i',
  title: 'large callbacks: time until the response, with the CPU of a callback function',
  async run({ onProgress, isChosen }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'tributary-bench-'));
    const aws = await startSlowAws();
    try {
      const folderOf = await bundleFunctions(projectDirectory, { meta: callbackHandler('meta') });
      const bundle = path.join(folderOf('meta'), 'index.mjs');
      const rows: Row[] = [];
      for (const kind of Object.keys(callbackKinds) as CallbackKind[]) {
        for (const responseMs of responseTimesMs) {
          const name = toName(kind, responseMs);
          if (!isChosen(name)) continue;
          onProgress(name);
          const environments: Environment[] = [];
          for (let round = 0; round < rounds; round += 1) {
            aws.reset({ ms: responseMs });
            environments.push(await measure(kind, { bundle, folder, aws }));
          }
          rows.push(...toRows(kind, responseMs, environments));
        }
      }
      return rows;
    } finally {
      await aws.stop();
      await rm(folder, { recursive: true });
    }
  },
};

interface Setup {
  readonly bundle: string;
  readonly folder: string;
  readonly aws: Awaited<ReturnType<typeof startSlowAws>>;
}

/** Starts a new process, and sends it callbacks of one kind. */
async function measure(kind: CallbackKind, setup: Setup): Promise<Environment> {
  const { bundle, folder, aws } = setup;
  const texts: string[] = [];
  for (let made = 0; made <= warmCallbacks; made += 1) texts.push(await toEventText(kind));
  const events = path.join(folder, 'events.json');
  await writeFile(events, JSON.stringify([...texts, texts.at(-1)]));
  const [cold, ...others] = await runChild<readonly Invocation[]>(
    new URL('./worker.ts', import.meta.url),
    [bundle, events, `${assumptions.functionProcessors}`, `${timeoutSeconds.callback * 1000}`],
    {
      ...Object.fromEntries(endpointVariables.map((variable) => [variable, aws.url])),
      NODE_EXTRA_CA_CERTS: aws.certificateFile,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'invented',
      EVENTS_TABLE: 'events',
      PROVIDER_SECRET: 'secret',
      PAYLOAD_BUCKET: 'payloads',
      // The lines would be this script's output.
      LOG_LEVEL: 'ERROR',
    },
  );
  const repeated = others.at(-1);
  if (cold === undefined || repeated === undefined) throw new Error('no callback was measured');
  return { cold, warm: others.slice(0, -1), repeated };
}

function toRows(
  kind: CallbackKind,
  responseMs: number,
  environments: readonly Environment[],
): readonly Row[] {
  const isLimited = kind === limited.kind && responseMs === limited.responseMs;
  const colds = environments.map(({ cold }) => cold);
  const what = toName(kind, responseMs);
  const row = (how: string, measured: number): Row => ({
    what: `${what}: ${how}`,
    measured,
    unit: 'ms',
  });
  return [
    {
      ...row('cold', median(colds.map(({ ms }) => ms))),
      ...(isLimited && { limit: limited.limitMs }),
    },
    row('warm', median(environments.map(({ warm }) => median(warm.map(({ ms }) => ms))))),
    row('repeated', median(environments.map(({ repeated }) => repeated.ms))),
    { ...row('CPU, cold', median(colds.map(({ cpuMs }) => cpuMs))), detail: true },
    {
      what: `${what}: attempts until the success, at most`,
      measured: Math.max(...environments.flatMap(toAttempts)),
      unit: 'attempts',
      limit: maxAttempts,
    },
  ];
}

function toName(kind: CallbackKind, responseMs: number): string {
  return `${kind}, AWS at ${responseMs} ms`;
}

function toAttempts({ cold, warm, repeated }: Environment): readonly number[] {
  return [cold, ...warm, repeated].map(({ attempts }) => attempts);
}
