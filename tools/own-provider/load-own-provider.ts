import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  defineProvider,
  type ProviderCode,
  type ProviderSample,
} from '../../shared/provider/define-provider.ts';
import type { Manifest } from '../../shared/provider/manifest.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { CommandError } from '../command-line/command-error.ts';

/** A provider of an adopter's own. */
export interface OwnProvider {
  readonly adapter: ProviderAdapter;
  /** Absent when its folder has no `sample.ts`. */
  readonly sample: ProviderSample | undefined;
}

const endings = ['ts', 'mts', 'js', 'mjs'];

/** The folder of an app in which `new-provider` writes, and in which the CLI looks for providers. */
export const providersFolder = 'providers';

/** Whether the app in the working directory has a folder for this provider. */
export function hasOwnProvider(id: string): boolean {
  return findModule(path.resolve(providersFolder, id), 'manifest') !== undefined;
}

const loaded = new Map<string, Promise<OwnProvider>>();

/**
 * Loads a provider of the app in the working directory: `providers/<id>`. esbuild bundles it, as `providerFrom` does
 * for its function.
 *
 * @returns `undefined` when the app has no such folder
 * @throws {CommandError} when it cannot be bundled or does not export what a provider has
 */
export async function loadOwnProvider(id: string): Promise<OwnProvider | undefined> {
  const folder = path.resolve(providersFolder, id);
  if (!hasOwnProvider(id)) return undefined;
  const known = loaded.get(folder) ?? load(folder);
  loaded.set(folder, known);
  return known;
}

async function load(folder: string): Promise<OwnProvider> {
  const [manifestFile, codeFile, sampleFile] = ['manifest', 'normalize', 'sample'].map((name) =>
    findModule(folder, name),
  );
  if (manifestFile === undefined || codeFile === undefined) {
    throw new CommandError(`${folder} needs manifest.ts and normalize.ts`);
  }
  const { manifest, code, sample } = await importBundled(
    folder,
    [
      `export { manifest } from ${JSON.stringify(manifestFile)};`,
      `export * as code from ${JSON.stringify(codeFile)};`,
      sampleFile ? `export * as sample from ${JSON.stringify(sampleFile)};` : '',
    ].join('\n'),
  );
  if (manifest === undefined || code?.normalize === undefined) {
    throw new CommandError(`${folder} does not export \`manifest\` and \`normalize\``);
  }
  return { adapter: defineProvider(manifest, code), sample };
}

function findModule(folder: string, name: string): string | undefined {
  return endings.map((ending) => path.join(folder, `${name}.${ending}`)).find(existsSync);
}

interface ProviderModules {
  readonly manifest?: Manifest;
  readonly code?: ProviderCode;
  readonly sample?: ProviderSample;
}

/** The bundle is beside the sources while it is imported, so that it finds the packages that they find. */
async function importBundled(folder: string, contents: string): Promise<ProviderModules> {
  const directory = await mkdtemp(path.join(folder, '.loading-'));
  try {
    const file = path.join(directory, 'provider.mjs');
    await writeFile(file, await bundle(folder, contents));
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`${folder} cannot be loaded: ${toText(cause)}`, { cause });
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function bundle(folder: string, contents: string): Promise<string> {
  const { build } = await import('esbuild').catch((cause: unknown) => {
    throw new CommandError(
      `esbuild, which bundles ${folder}, is not installed: run npm install --save-dev esbuild`,
      { cause },
    );
  });
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', resolveDir: folder },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

function toText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
