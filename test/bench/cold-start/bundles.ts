import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { providers } from '../../../functions/providers/registry.ts';
import { bundleFunctions, gatewayHandlers } from '../../../lib/bundling/bundle.ts';
import { bundleSettings } from '../../../lib/bundling/bundle-settings.ts';
import { leanAwsSdk } from '../../../lib/bundling/lean-aws-sdk.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';

/** A module that is imported at a cold start. */
export interface Bundle {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
}

/**
 * The handlers that the gateway's functions are compared with. `naive` is built with the gateway's
 * settings, which are better than most; `lean` also with its plugin, and so shows the plugin's effect.
 */
export const peers = {
  bare: 'the bare runtime',
  naive: 'naive handler',
  lean: 'naive handler with our lean SDK',
  usual: 'naive handler with zod and Powertools',
} as const;

/** Every bundle of the gateway, then the peers. `remove` deletes those of the peers. */
export async function buildBundles(): Promise<{
  readonly bundles: readonly Bundle[];
  readonly remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tributary-bench-'));
  const handlers = gatewayHandlers(providers);
  const folderOf = await bundleFunctions(projectDirectory, handlers);
  const ours = Object.keys(handlers).map((name) => ({
    name,
    file: path.join(folderOf(name), 'index.mjs'),
  }));
  const theirs = Object.entries(peers).map(([key, name]) => ({
    name,
    file: path.join(folder, `${key}.mjs`),
  }));
  await writeFile(path.join(folder, 'bare.mjs'), 'export const handler = async () => {};');
  await buildNaiveHandler(path.join(folder, 'naive.mjs'));
  await buildPeer('naive-handler.ts', path.join(folder, 'lean.mjs'), { plugins: [leanAwsSdk] });
  await buildPeer('usual-handler.ts', path.join(folder, 'usual.mjs'));
  const bundles = [...ours, ...theirs].map(async (bundle) => ({
    ...bundle,
    bytes: (await stat(bundle.file)).size,
  }));
  return {
    bundles: await Promise.all(bundles),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Builds only the naive handler. */
export async function buildNaiveHandler(outfile: string): Promise<void> {
  await buildPeer('naive-handler.ts', outfile);
}

async function buildPeer(
  source: string,
  outfile: string,
  options: Pick<BuildOptions, 'plugins'> = {},
): Promise<void> {
  await build({
    ...bundleSettings,
    ...options,
    entryPoints: [fileURLToPath(new URL(source, import.meta.url))],
    outfile,
    absWorkingDir: projectDirectory,
    logLevel: 'silent',
  });
}
