import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { readFixtures } from '../../../tools/dev/fixtures.ts';
import { encodeFixture } from '../../support/encode-fixture.ts';
import { type Timing, timeInRounds } from '../rounds.ts';
import { toWork } from './callback-work.ts';
import { cloudApiBatch } from './cloud-api-batch.ts';
import { chatAdapter, kapso } from './peers.ts';

/** The JSON that this script prints. */
export interface CpuTimings {
  readonly fixtures: readonly {
    readonly provider: string;
    readonly name: string;
    readonly bytes: number;
    readonly timings: Readonly<Record<'parse' | 'receive' | 'minimum' | 'compress', Timing>>;
  }[];
  /** One webhook of the Cloud API with this many messages. */
  readonly batches: readonly {
    readonly messages: number;
    readonly timings: Readonly<Record<'parse' | 'receive' | 'kapso' | 'chatAdapter', Timing>>;
  }[];
  /** A thousand messages, `more` in a body, compared with `fewer` in a body. */
  readonly growth: readonly {
    readonly fewer: number;
    readonly more: number;
    readonly timing: Timing;
  }[];
}

const batchSizes = [1, 10, 100, 1000];

const fixtures: CpuTimings['fixtures'][number][] = [];
for (const [provider, ofProvider] of Map.groupBy(readFixtures(), ({ provider }) => provider)) {
  const adapter = await loadProvider(provider);
  const works = ofProvider.map(({ name, payload }) => {
    const body = encodeFixture(adapter, payload);
    return { name, bytes: body.length, work: toWork(adapter, body) };
  });
  // A function sees all kinds of callbacks. Code that was optimized for one kind is discarded at the first of
  // another kind: that belongs to the start of a function, not to each callback.
  for (let round = 0; round < 200; round += 1) {
    for (const { work } of works) for (const call of Object.values(work)) call();
  }
  const often = { rounds: 40, callsPerRound: 40 };
  for (const { name, bytes, work } of works) {
    const { parse, receive, minimum, compress } = work;
    const timings = {
      ...(await timeInRounds({ parse, receive, minimum }, often)),
      // Apart: what streams of zlib leave to the garbage collector would be counted as work of the others.
      compress: (await timeInRounds({ parse, compress }, often)).compress,
    };
    fixtures.push({ provider, name, bytes, timings });
  }
}

const batches: CpuTimings['batches'][number][] = [];
const meta = await loadProvider('meta');
for (const messages of batchSizes) {
  const body = cloudApiBatch(messages);
  const { parse, receive } = toWork(meta, body);
  const cases = { parse, receive, kapso: kapso(body), chatAdapter: await chatAdapter(body) };
  const callsPerRound = Math.max(1, 40 / messages);
  batches.push({ messages, timings: await timeInRounds(cases, { rounds: 40, callsPerRound }) });
}

/** Receives a thousand messages, this many in a body. */
function thousandIn(messages: number): () => void {
  const { receive } = toWork(meta, cloudApiBatch(messages));
  return () => {
    for (let received = 0; received < 1000; received += messages) receive();
  };
}

const growth: CpuTimings['growth'][number][] = [];
for (const [at, more] of batchSizes.slice(1).entries()) {
  const fewer = batchSizes[at] ?? 1;
  const cases = { fewer: thousandIn(fewer), more: thousandIn(more) };
  const timings = await timeInRounds(cases, { rounds: 40, callsPerRound: 1 });
  growth.push({ fewer, more, timing: timings.more });
}

console.log(JSON.stringify({ fixtures, batches, growth } satisfies CpuTimings));
