import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { readFixtures } from '../../../tools/dev/fixtures.ts';
import { type Timing, timeInTurns } from '../rounds.ts';
import { cloudApiBatch } from './cloud-api-batch.ts';
import { toWork } from './delivery.ts';
import { chatAdapter, kapso } from './peers.ts';

/** What this script prints. */
export interface CpuTimings {
  readonly fixtures: readonly {
    readonly provider: string;
    readonly name: string;
    readonly bytes: number;
    readonly timings: Readonly<Record<'parse' | 'deliver' | 'least' | 'compress', Timing>>;
  }[];
  /** One webhook of the Cloud API, with so many messages in it. */
  readonly batches: readonly {
    readonly messages: number;
    readonly timings: Readonly<Record<'parse' | 'deliver' | 'kapso' | 'chatAdapter', Timing>>;
  }[];
  /** A thousand messages, `more` in a body, in turns with `fewer` in a body. */
  readonly growth: readonly {
    readonly fewer: number;
    readonly more: number;
    readonly timing: Timing;
  }[];
}

const batchSizes = [1, 10, 100, 1000];

const fixtures: CpuTimings['fixtures'][number][] = [];
for (const { provider, name, payload } of readFixtures()) {
  // Providers send no white space; the fixtures have it for people.
  const body = Buffer.from(JSON.stringify(JSON.parse(payload)));
  const work = toWork(await loadProvider(provider), body);
  const timings = await timeInTurns(work, { turns: 40, callsPerTurn: 40 });
  fixtures.push({ provider, name, bytes: body.length, timings });
}

const batches: CpuTimings['batches'][number][] = [];
const meta = await loadProvider('meta');
for (const messages of batchSizes) {
  const body = cloudApiBatch(messages);
  const { parse, deliver } = toWork(meta, body);
  const cases = { parse, deliver, kapso: kapso(body), chatAdapter: await chatAdapter(body) };
  const callsPerTurn = Math.max(1, 40 / messages);
  batches.push({ messages, timings: await timeInTurns(cases, { turns: 40, callsPerTurn }) });
}

/** Delivers a thousand messages, so many in a body. */
function thousandIn(messages: number): () => void {
  const { deliver } = toWork(meta, cloudApiBatch(messages));
  return () => {
    for (let delivered = 0; delivered < 1000; delivered += messages) deliver();
  };
}

const growth: CpuTimings['growth'][number][] = [];
for (const [at, more] of batchSizes.slice(1).entries()) {
  const fewer = batchSizes[at] ?? 1;
  const cases = { fewer: thousandIn(fewer), more: thousandIn(more) };
  const timings = await timeInTurns(cases, { turns: 40, callsPerTurn: 1 });
  growth.push({ fewer, more, timing: timings.more });
}

console.log(JSON.stringify({ fixtures, batches, growth } satisfies CpuTimings));
