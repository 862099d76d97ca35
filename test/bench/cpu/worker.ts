import { loadProvider } from '../../../functions/load-provider.ts';
import { readFixtures } from '../../../scripts/fixtures.ts';
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
}

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
for (const messages of [1, 10, 100, 1000]) {
  const body = cloudApiBatch(messages);
  const { parse, deliver } = toWork(meta, body);
  const cases = { parse, deliver, kapso: kapso(body), chatAdapter: await chatAdapter(body) };
  const callsPerTurn = Math.max(1, 40 / messages);
  batches.push({ messages, timings: await timeInTurns(cases, { turns: 40, callsPerTurn }) });
}

console.log(JSON.stringify({ fixtures, batches } satisfies CpuTimings));
