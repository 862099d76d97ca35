import { mirrorNodeOptions } from '../../../lib/constructs/media-mirror.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { runChild } from '../child.ts';
import { median } from '../statistics.ts';
import { startOrigin } from './origin.ts';
import { startSink } from './sink.ts';
import type { Copy } from './worker.ts';

const sizes = [1, 16, 100];
const rounds = 5;

/** Limit of the memory that the largest file takes in addition to the smallest. */
const maxGrowthMegabytes = 32;

const floor = 'plain download, then PutObject';

/** (e) The time and memory that copying a file takes. */
export const mirror: Benchmark = {
  letter: 'e',
  title: 'mirror: speed and peak memory',
  async run({ onProgress }) {
    const origin = await startOrigin();
    const sink = await startSink();
    try {
      const copy = (way: 'mirror' | 'plain', size: number) =>
        runChild<Copy>(
          new URL('./worker.ts', import.meta.url),
          [way, `${origin.url}/${size}`, sink.url],
          { NODE_OPTIONS: mirrorNodeOptions },
        );
      const copies = new Map<number, { own: Copy[]; plain: Copy[] }>();
      for (const size of sizes) {
        onProgress(`${rounds} files of ${size} MB`);
        const taken: { own: Copy[]; plain: Copy[] } = { own: [], plain: [] };
        for (let round = 0; round < rounds; round += 1) {
          taken.plain.push(await copy('plain', size));
          taken.own.push(await copy('mirror', size));
        }
        copies.set(size, taken);
      }
      return [...copies].flatMap(([size, taken]) => toRows(size, taken)).concat(toGrowth(copies));
    } finally {
      origin.stop();
      sink.stop();
    }
  },
};

function toRows(size: number, { own, plain }: { own: Copy[]; plain: Copy[] }): readonly Row[] {
  const ratioOf = (of: (copy: Copy, other: Copy) => number) =>
    median(own.flatMap((copy, round) => (plain[round] ? [of(copy, plain[round])] : [])));
  return [
    {
      what: `${size} MB: speed`,
      measured: median(own.map(({ seconds }) => size / seconds)),
      unit: 'MB/s',
      against: floor,
      ratio: ratioOf((copy, other) => other.seconds / copy.seconds),
    },
    {
      what: `${size} MB: peak memory`,
      measured: peakOf(own),
      unit: 'MB',
      against: floor,
      ratio: peakOf(own) / peakOf(plain),
    },
  ];
}

function toGrowth(copies: ReadonlyMap<number, { own: Copy[] }>): Row {
  const [smallest = 0, largest = 0] = [sizes[0], sizes.at(-1)];
  const peak = (size: number) => peakOf(copies.get(size)?.own ?? []);
  return {
    what: `${largest} MB: memory over ${smallest} MB`,
    measured: peak(largest) - peak(smallest),
    unit: 'MB',
    limit: maxGrowthMegabytes,
  };
}

function peakOf(copies: readonly Copy[]): number {
  return median(copies.map(({ peakMegabytes }) => peakMegabytes));
}
