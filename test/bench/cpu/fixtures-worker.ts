import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { readFixtures } from '../../../tools/dev/fixtures.ts';
import { encodeFixture } from '../../support/encode-fixture.ts';
import { type Timing, timeInRounds } from '../rounds.ts';
import { toWork } from './callback-work.ts';

/** What this script prints as JSON, in a list: the CPU time of one fixture. */
export interface FixtureTimings {
  readonly provider: string;
  readonly name: string;
  readonly bytes: number;
  readonly timings: Readonly<Record<'parse' | 'receive' | 'minimum' | 'compress', Timing>>;
}

/** The provider. As in its callback function, no other one is in the process. */
const [provider = ''] = process.argv.slice(2);
const adapter = await loadProvider(provider);
const works = readFixtures(provider).map(({ name, payload }) => {
  const body = encodeFixture(adapter, payload);
  return { name, bytes: body.length, work: toWork(adapter, body) };
});
// A function sees all kinds of callbacks. Code that was optimized for one kind is discarded at the first of
// another kind: that belongs to the start of a function, not to each callback.
for (let round = 0; round < 200; round += 1) {
  for (const { work } of works) for (const call of Object.values(work)) call();
}
const often = { rounds: 40, callsPerRound: 40 };
const fixtures: FixtureTimings[] = [];
for (const { name, bytes, work } of works) {
  const { parse, receive, minimum, compress } = work;
  const timings = {
    ...(await timeInRounds({ parse, receive, minimum }, often)),
    // Apart: what streams of zlib leave to the garbage collector would be counted as work of the others.
    compress: (await timeInRounds({ parse, compress }, often)).compress,
  };
  fixtures.push({ provider, name, bytes, timings });
}

console.log(JSON.stringify(fixtures));
