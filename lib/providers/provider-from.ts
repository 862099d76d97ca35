import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { findNearest } from '../../shared/nearest-word.ts';
import type { Manifest } from '../../shared/provider/manifest.ts';
import { textCode } from '../bundling/bundle-asset.ts';
import { bundleNames } from '../bundling/bundle-names.ts';
import {
  bundleOwnProvider,
  evaluateManifest,
  type OwnProviderModules,
} from '../bundling/own-provider.ts';
import { GatewayConfigError } from '../gateway-config-error.ts';
import { toProblems } from '../props/problems.ts';
import type { AnyProviderOptions, GatewayProvider, ProviderSource } from './gateway-provider.ts';
import { prebuiltFolder } from './prebuilt.ts';
import { checkProviderId } from './provider-id.ts';

/**
 * A provider of your own: a folder with `manifest.ts` and `normalize.ts`, which import what they need from
 * `tributary-gateway/provider` (`docs/adding-a-provider.md`). `npx tributary-gateway new-provider` writes one.
 * esbuild bundles it while the app is synthesized.
 *
 * @param folder a path that begins with `./`, `../` or `/` and is relative to the working directory, the `URL` of
 *   a folder, or the name of an npm package, with a path inside of it if the modules are not in its root
 */
export function providerFrom(
  folder: string | URL,
  options: AnyProviderOptions = {},
): GatewayProvider {
  const label = `providerFrom('${folder}')`;
  let loaded: ProviderSource | undefined;
  return {
    label,
    options,
    load() {
      loaded ??= load(findModules(folder, label), label);
      return loaded;
    },
  };
}

function load(modules: OwnProviderModules, label: string): ProviderSource {
  const manifest = toManifest(evaluateManifest(modules), label);
  // Here and not while the function is made, so that a module that does not build is in the list of problems.
  const pipeline = join(prebuiltFolder(bundleNames.callback), 'index.mjs');
  const bundle = bundleOwnProvider(modules, pipeline);
  return { definition: manifest, code: () => textCode(dirname(modules.manifest), bundle) };
}

const manifestSchema = z.looseObject({
  name: z.string('must be the name that people read').min(1, 'must not be empty'),
  methods: z.array(z.enum(['GET', 'POST', 'PUT']), 'must be a list of methods: ["POST"]').min(1),
  success: z.looseObject({ status: z.literal([200, 202, 204], 'must be 200, 202 or 204') }),
  providerEvents: z
    .array(
      z.looseObject({ name: z.string(), events: z.array(z.string()) }),
      'must be a list of the provider events',
    )
    .min(1, 'must name at least one provider event'),
});

/** The contract suite examines the rest of a manifest. */
function toManifest(value: unknown, label: string): Manifest {
  if (typeof value !== 'object' || value === null) {
    throw new GatewayConfigError([
      `${label} has a manifest.ts that does not export \`manifest\`: export const manifest = { … } satisfies Manifest`,
    ]);
  }
  const parsed = manifestSchema.safeParse(value);
  const problems = [
    ...checkProviderId('id' in value ? value.id : undefined),
    ...(parsed.success ? [] : toProblems(parsed.error, `${label} manifest`)),
  ];
  if (problems.length > 0) throw new GatewayConfigError(problems);
  return value as Manifest;
}

function findModules(folder: string | URL, label: string): OwnProviderModules {
  const path = findFolder(folder, label);
  const [manifest, normalize] = ['manifest', 'normalize'].map((name) =>
    ['ts', 'mts', 'js', 'mjs'].map((ending) => join(path, `${name}.${ending}`)).find(existsSync),
  );
  if (manifest !== undefined && normalize !== undefined) return { manifest, normalize };
  if (!existsSync(path)) {
    throw new GatewayConfigError([
      `${label} names a folder that does not exist, ${path}${didYouMean(path) ?? ': `npx tributary-gateway new-provider` writes one'}`,
    ]);
  }
  throw new GatewayConfigError([
    `${label} needs manifest.ts and normalize.ts in ${path}: \`npx tributary-gateway new-provider\` writes both`,
  ]);
}

function findFolder(folder: string | URL, label: string): string {
  if (folder instanceof URL || folder.startsWith('file:')) return fileURLToPath(folder);
  if (/^\.{1,2}([/\\]|$)/.test(folder) || isAbsolute(folder)) return resolve(folder);
  for (let from = resolve(); ; from = dirname(from)) {
    const found = join(from, 'node_modules', folder);
    if (existsSync(found)) return found;
    if (from === dirname(from)) break;
  }
  const hint = existsSync(folder)
    ? `: write './${folder}' for the folder`
    : (didYouMean(resolve('node_modules', folder)) ??
      didYouMean(resolve(folder)) ??
      ': install it, or write ./ before a folder');
  throw new GatewayConfigError([
    `${label} names the npm package ${folder}, which is not installed${hint}`,
  ]);
}

/** Asks for the folder beside a missing one whose name differs least. */
function didYouMean(missing: string): string | undefined {
  const parent = dirname(missing);
  if (!existsSync(parent)) return undefined;
  const folders = readdirSync(parent, { withFileTypes: true }).filter((each) => !each.isFile());
  const nearest = findNearest(
    basename(missing),
    folders.map(({ name }) => name),
  );
  return nearest && `: did you mean ${nearest}?`;
}
