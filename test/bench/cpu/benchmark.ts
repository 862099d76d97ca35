import type { Benchmark, Row } from '../benchmark.ts';
import { runChild } from '../child.ts';
import type { Timing } from '../rounds.ts';
import { median } from '../statistics.ts';
import type { CpuTimings } from './worker.ts';

/** CPU of a delivery over `JSON.parse` of the same body (DESIGN §7). */
const maxRatio = 10;

/**
 * How much dearer a message may be among ten times as many in a body. Several megabytes of event records are
 * alive at once among a thousand, and every collection copies them; work that grew with the square
 * would make it ten times as dear.
 */
const maxGrowth = 2;

const floor = 'JSON.parse of the same bytes';

type Fixture = CpuTimings['fixtures'][number];
type Batch = CpuTimings['batches'][number];

/** (b) What a delivery costs between its bytes and the call of DynamoDB. */
export const cpu: Benchmark = {
  letter: 'b',
  title: 'CPU: authenticate, parse, normalize, marshal',
  async run({ onProgress }) {
    onProgress('every fixture against JSON.parse, then batches against the peers');
    const { fixtures, batches, growth } = await runChild<CpuTimings>(
      new URL('./worker.ts', import.meta.url),
    );
    const understood = fixtures.filter(({ name }) => !name.startsWith('invalid.'));
    const unrecognized = fixtures.filter(({ name }) => name.startsWith('invalid.'));
    const byProvider = Map.groupBy(understood, ({ provider }) => provider);
    return [
      ...[...byProvider].flatMap(([provider, of]) => toFixtureRows(provider, of)),
      {
        what: `fixtures above ${maxRatio} ×, of ${understood.length}`,
        measured: understood.filter((fixture) => ratioOf(fixture) > maxRatio).length,
        unit: 'fixtures',
      },
      ...toSizeRows(understood),
      toRow(`median of ${unrecognized.length} bodies that are quarantined`, unrecognized),
      toRow('with the raw JSON compressed too: median of all', understood, toWhole),
      ...batches.flatMap(toBatchRows),
      ...growth.map(toGrowthRow),
      ...fixtures.map(toDetailRow),
    ];
  },
};

function toFixtureRows(provider: string, fixtures: readonly Fixture[]): readonly Row[] {
  const dearest = fixtures.toSorted((a, b) => ratioOf(b) - ratioOf(a))[0];
  return [
    { ...toRow(`${provider}: median of ${fixtures.length} fixtures`, fixtures), limit: maxRatio },
    ...(dearest ? [toRow(`${provider}: dearest, ${dearest.name}`, [dearest])] : []),
  ];
}

function toDetailRow(fixture: Fixture): Row {
  return { ...toRow(`${fixture.provider}/${fixture.name}`, [fixture]), detail: true };
}

/** The smaller the body, the more weighs what costs the same for all. */
function toSizeRows(fixtures: readonly Fixture[]): readonly Row[] {
  return [
    [0, 200],
    [200, 400],
    [400, 600],
    [600, Number.POSITIVE_INFINITY],
  ].flatMap(([from = 0, to = 0]) => {
    const sized = fixtures.filter(({ bytes }) => bytes >= from && bytes < to);
    const name =
      to === Number.POSITIVE_INFINITY ? `${from} bytes and more` : `${from} to ${to} bytes`;
    return [
      toRow(`bodies of ${name}: median of ${sized.length}`, sized),
      toRow(`bodies of ${name}: the least, hashes and JSON`, sized, ({ least }) => least),
    ];
  });
}

type Timings = Fixture['timings'];

function toRow(
  what: string,
  fixtures: readonly Fixture[],
  toTiming: (timings: Timings) => Timing = ({ deliver }) => deliver,
): Row {
  const timings = fixtures.map((fixture) => toTiming(fixture.timings));
  return {
    what,
    measured: median(timings.map(({ microseconds }) => microseconds)),
    unit: 'µs',
    against: floor,
    ratio: median(timings.map(({ ratio }) => ratio)),
  };
}

function toWhole({ deliver, compress }: Timings): Timing {
  return {
    microseconds: deliver.microseconds + compress.microseconds,
    ratio: deliver.ratio + compress.ratio,
  };
}

function ratioOf({ timings }: Fixture): number {
  return timings.deliver.ratio;
}

const sides = {
  deliver: 'Tributary',
  kapso: '@kapso/whatsapp-cloud-api (no ids, no schema, not marshalled)',
  chatAdapter: '@chat-adapter/whatsapp (no statuses, not marshalled)',
} as const;

function toBatchRows({ messages, timings }: Batch): readonly Row[] {
  return Object.entries(sides).map(([side, name]) => {
    const { microseconds, ratio } = timings[side as keyof typeof sides];
    const what = `Cloud API, ${messages} in a body, each: ${name}`;
    return { what, measured: microseconds / messages, unit: 'µs', against: floor, ratio };
  });
}

/** Each size of a batch in turns with the next smaller one. */
function toGrowthRow({ fewer, more, timing }: CpuTimings['growth'][number]): Row {
  return {
    what: `growth: a message among ${more}`,
    measured: timing.microseconds / 1000,
    unit: 'µs',
    against: `the same among ${fewer}`,
    ratio: timing.ratio,
    limit: maxGrowth,
  };
}
