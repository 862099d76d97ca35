import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { providers } from '../../../functions/providers/registry.ts';
import { bundleNames, coreFunctions } from '../../../lib/bundling/bundle-names.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { median } from '../statistics.ts';
import { type Bundle, buildBundles, peers } from './bundles.ts';
import { type Start, startBundle } from './start-bundle.ts';

const rounds = 15;

/** Limits of a function that receives callbacks. */
const maxAckKilobytes = 280;
const maxImportRatio = 0.7;
const callbackFunctions: readonly string[] = [
  ...providers.map(({ id }) => id),
  bundleNames.generic,
];

/** (a) How long a new execution environment takes until its handler is ready. */
export const coldStart: Benchmark = {
  letter: 'a',
  title: 'cold start: bundle, and time until the handler is ready',
  async run({ onProgress }) {
    const { bundles, remove } = await buildBundles();
    try {
      const starts = new Map(bundles.map(({ name }) => [name, [] as Start[]]));
      for (let round = 1; round <= rounds; round += 1) {
        onProgress(`round ${round} of ${rounds}`);
        for (const { name, file } of bundles) starts.get(name)?.push(await startBundle(file));
      }
      return [...bundles.flatMap((bundle) => toRows(bundle, starts)), ...(await toPackageRows())];
    } finally {
      await remove();
    }
  },
};

function toRows({ name, bytes }: Bundle, starts: ReadonlyMap<string, Start[]>): readonly Row[] {
  const isAck = callbackFunctions.includes(name);
  const taken = starts.get(name) ?? [];
  const naive = starts.get(peers.naive) ?? [];
  const ratioOf = (key: keyof Start) =>
    median(taken.map((start, round) => start[key] / (naive[round]?.[key] ?? Number.NaN)));
  const timed = (what: string, key: keyof Start, limit?: number): Row => ({
    what: `${name}: ${what}`,
    measured: median(taken.map((start) => start[key])),
    unit: 'ms',
    ...(name !== peers.naive && { against: peers.naive, ratio: ratioOf(key) }),
    ...(limit !== undefined && { limit }),
  });
  return [
    {
      what: `${name}: bundle`,
      measured: bytes / 1000,
      unit: 'KB',
      ...(isAck && { limit: maxAckKilobytes }),
    },
    timed('import', 'importMs', isAck ? maxImportRatio : undefined),
    timed('CPU of the import', 'cpuMs'),
    timed('process start to ready', 'readyMs'),
  ];
}

interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }
    >
  >;
}

/** The bundles whose largest packages the table shows: one provider's and those of the core functions. */
const shown = ['incs', ...coreFunctions];
const packagesShown = 8;

/** The packages in each bundle, largest first. */
async function toPackageRows(): Promise<readonly Row[]> {
  const file = path.join(projectDirectory, 'dist/functions.meta.json');
  const { outputs }: Metafile = JSON.parse(await readFile(file, 'utf8'));
  return [...providers.map(({ id }) => id), ...coreFunctions].flatMap((name) => {
    const inputs = outputs[`dist/functions/${name}/index.mjs`]?.inputs ?? {};
    const bytes = new Map<string, number>();
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const owner = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? 'Tributary itself';
      bytes.set(owner, (bytes.get(owner) ?? 0) + bytesInOutput);
    }
    return [...bytes]
      .toSorted(([, a], [, b]) => b - a)
      .map(([owner, size], at): Row => {
        const row = {
          what: `${name}: of which ${owner}`,
          measured: size / 1000,
          unit: 'KB',
        } as const;
        return shown.includes(name) && at < packagesShown ? row : { ...row, detail: true };
      });
  });
}
