import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { type Timing, timeInRounds } from '../rounds.ts';
import { toWork } from './callback-work.ts';
import { cloudApiBatch } from './cloud-api-batch.ts';
import { chatAdapter, kapso } from './peers.ts';

/** The JSON that this script prints. */
export interface BatchTimings {
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

const batches: BatchTimings['batches'][number][] = [];
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

const growth: BatchTimings['growth'][number][] = [];
for (const [at, more] of batchSizes.slice(1).entries()) {
  const fewer = batchSizes[at] ?? 1;
  const cases = { fewer: thousandIn(fewer), more: thousandIn(more) };
  const timings = await timeInRounds(cases, { rounds: 40, callsPerRound: 1 });
  growth.push({ fewer, more, timing: timings.more });
}

console.log(JSON.stringify({ batches, growth } satisfies BatchTimings));
