import { filesAtOnce } from '../../../functions/media-mirror/limits.ts';
import { mirrorNodeOptions } from '../../../lib/constructs/media-mirror.ts';
import { mirrorMapping } from '../../../lib/delivery-settings.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { runChild } from '../child.ts';
import { assumptions } from '../cost/assumptions.ts';
import { median } from '../statistics.ts';
import type { MirrorInvocation } from './invocation-worker.ts';
import { startOrigin } from './origin.ts';
import { startSink } from './sink.ts';
import type { Copy } from './worker.ts';

const sizes = [1, 16, 100];
const rounds = 5;

/** Limit of the memory that the largest file takes in addition to the smallest. */
const maxGrowthMegabytes = 32;

const floor = 'plain download, then PutObject';

/** How many files each message of an invocation has, from a slow server. */
const filesPerMessage = [1, 3, 10];
const oneFile = '1 file of each message';

/** Files that all need the memory of a whole part of an upload, as many as are copied at the same time. */
const large = { megabytes: 16, filesPerMessage: filesAtOnce } as const;

/** Limits of memory: what more files of a message add, and what the largest invocation takes of 512 MB. */
const maxMoreFilesMegabytes = 32;
const maxInvocationMegabytes = 320;

/** (e) The time and memory that copying files takes. */
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
      const invoke = (url: string, files: number) =>
        runChild<MirrorInvocation>(
          new URL('./invocation-worker.ts', import.meta.url),
          [
            url,
            sink.url,
            `${mirrorMapping.batchSize}`,
            `${files}`,
            `${assumptions.functionProcessors}`,
          ],
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
      const rows = [...copies].flatMap(([size, taken]) => toRows(size, taken));
      const invocations = new Map<number, MirrorInvocation[]>();
      for (const files of filesPerMessage) {
        onProgress(`${rounds} invocations with ${files} files of each message`);
        const taken: MirrorInvocation[] = [];
        const url = `${origin.url}/slow/${assumptions.fileMegabytes}`;
        for (let round = 0; round < rounds; round += 1) taken.push(await invoke(url, files));
        invocations.set(files, taken);
      }
      onProgress(`an invocation with ${large.filesPerMessage} large files of each message`);
      const largest = await invoke(`${origin.url}/${large.megabytes}`, large.filesPerMessage);
      return [...rows, toGrowth(copies), ...toInvocationRows(invocations, largest)];
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

/** Files per second of one invocation, and its memory. */
function toInvocationRows(
  invocations: ReadonlyMap<number, readonly MirrorInvocation[]>,
  largest: MirrorInvocation,
): readonly Row[] {
  const rateOf = (files: number) =>
    (mirrorMapping.batchSize * files * 1000) /
    Math.min(...(invocations.get(files) ?? []).map(({ ms }) => ms));
  const peak = (files: number) => peakOf(invocations.get(files) ?? []);
  const [fewest = 0, most = 0] = [filesPerMessage[0], filesPerMessage.at(-1)];
  return [
    ...filesPerMessage.map(
      (files): Row => ({
        what: `a slow server, ${mirrorMapping.batchSize} messages, ${files} ${files === 1 ? 'file' : 'files'} each: files`,
        measured: rateOf(files),
        unit: '/s',
        ...(files > fewest && { against: oneFile, ratio: rateOf(files) / rateOf(fewest) }),
      }),
    ),
    {
      what: `${most} files of each message: memory over ${fewest}`,
      measured: peak(most) - peak(fewest),
      unit: 'MB',
      limit: maxMoreFilesMegabytes,
    },
    {
      what: `${large.filesPerMessage} files of ${large.megabytes} MB of each message: peak memory`,
      measured: largest.peakMegabytes,
      unit: 'MB',
      limit: maxInvocationMegabytes,
    },
  ];
}

function peakOf(copies: readonly Pick<Copy, 'peakMegabytes'>[]): number {
  return median(copies.map(({ peakMegabytes }) => peakMegabytes));
}
