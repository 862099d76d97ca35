import { providers } from '../../../functions/providers/registry.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { runChild } from '../child.ts';
import type { Timing } from '../rounds.ts';
import { median } from '../statistics.ts';
import type { BatchTimings } from './batches-worker.ts';
import type { FixtureTimings } from './fixtures-worker.ts';

/** Limit of the CPU time of a callback, relative to `JSON.parse` of the same body. */
const maxRatio = 10;

/**
 * Limit of how much longer a message may take when its body has ten times as many. A thousand messages
 * keep several megabytes of event records alive, which every garbage collection copies; work that
 * grows with the square would take ten times as long.
 */
const maxGrowth = 2;

const floor = 'JSON.parse of the same bytes';

type Batch = BatchTimings['batches'][number];

/** (b) The CPU time of a callback, from its bytes to the call of DynamoDB. */
export const cpu: Benchmark = {
  letter: 'b',
  title: 'CPU: authenticate, parse, normalize, marshal',
  async run({ onProgress }) {
    const fixtures: FixtureTimings[] = [];
    for (const { id } of providers) {
      onProgress(`fixtures of ${id} against JSON.parse`);
      const script = new URL('./fixtures-worker.ts', import.meta.url);
      fixtures.push(...(await runChild<readonly FixtureTimings[]>(script, [id])));
    }
    onProgress('batches against the peers');
    const { batches, growth } = await runChild<BatchTimings>(
      new URL('./batches-worker.ts', import.meta.url),
    );
    const recognized = fixtures.filter(({ name }) => !name.startsWith('invalid.'));
    const unrecognized = fixtures.filter(({ name }) => name.startsWith('invalid.'));
    const byProvider = Map.groupBy(recognized, ({ provider }) => provider);
    return [
      ...[...byProvider].flatMap(([provider, of]) => toFixtureRows(provider, of)),
      {
        what: `fixtures above ${maxRatio} ×, of ${recognized.length}`,
        measured: recognized.filter((fixture) => ratioOf(fixture) > maxRatio).length,
        unit: 'fixtures',
      },
      ...toSizeRows(recognized),
      toRow(`median of ${unrecognized.length} bodies that are quarantined`, unrecognized),
      toRow('with compression of the raw JSON: median of all', recognized, toWhole),
      ...batches.flatMap(toBatchRows),
      ...growth.map(toGrowthRow),
      ...fixtures.map(toDetailRow),
    ];
  },
};

function toFixtureRows(provider: string, fixtures: readonly FixtureTimings[]): readonly Row[] {
  const slowest = fixtures.toSorted((a, b) => ratioOf(b) - ratioOf(a))[0];
  return [
    { ...toRow(`${provider}: median of ${fixtures.length} fixtures`, fixtures), limit: maxRatio },
    ...(slowest ? [toRow(`${provider}: slowest, ${slowest.name}`, [slowest])] : []),
  ];
}

function toDetailRow(fixture: FixtureTimings): Row {
  return { ...toRow(`${fixture.provider}/${fixture.name}`, [fixture]), detail: true };
}

/** Rows by size of the body: the smaller it is, the more the fixed work counts. */
function toSizeRows(fixtures: readonly FixtureTimings[]): readonly Row[] {
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
      toRow(`bodies of ${name}: minimum, hashes and JSON`, sized, ({ minimum }) => minimum),
    ];
  });
}

type Timings = FixtureTimings['timings'];

function toRow(
  what: string,
  fixtures: readonly FixtureTimings[],
  toTiming: (timings: Timings) => Timing = ({ receive }) => receive,
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

function toWhole({ receive, compress }: Timings): Timing {
  return {
    microseconds: receive.microseconds + compress.microseconds,
    ratio: receive.ratio + compress.ratio,
  };
}

function ratioOf({ timings }: FixtureTimings): number {
  return timings.receive.ratio;
}

const sides = {
  receive: 'Tributary',
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

/** Compares each size of a batch with the next smaller one, in the same rounds. */
function toGrowthRow({ fewer, more, timing }: BatchTimings['growth'][number]): Row {
  return {
    what: `growth: a message among ${more}`,
    measured: timing.microseconds / 1000,
    unit: 'µs',
    against: `the same among ${fewer}`,
    ratio: timing.ratio,
    limit: maxGrowth,
  };
}
