import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import type { BuildOptions, buildSync } from 'esbuild';
import { GatewayConfigError } from '../gateway-config-error.ts';
import { bundleSettings } from './bundle-settings.ts';

/** What a provider of an adopter's own imports the seam from. */
const seam = 'tributary-gateway/provider';

/** The modules of a provider, by their paths. */
export interface OwnProviderModules {
  readonly manifest: string;
  readonly normalize: string;
}

/**
 * The value that the module `manifest.ts` exports as `manifest`.
 *
 * @param callbackBundle path of the bundle `callback`, which has the seam
 * @throws {GatewayConfigError} when it does not build or throws
 */
export function evaluateManifest(
  { manifest }: OwnProviderModules,
  callbackBundle: string,
): unknown {
  const [code = ''] = buildTexts(manifest, {
    entryPoints: [manifest],
    alias: { [seam]: callbackBundle },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    // The bundle with the seam reads it as it begins.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(callbackBundle).href) },
  });
  const module: { exports: { manifest?: unknown } } = { exports: {} };
  try {
    compileFunction(code, ['module', 'exports', 'require'], { filename: manifest })(
      module,
      module.exports,
      createRequire(manifest),
    );
  } catch (error) {
    throw new GatewayConfigError([`${manifest} throws ${error}`]);
  }
  return module.exports.manifest;
}

/**
 * The bundle of a provider's callback function: its modules with the pipeline, as the bundles of built-in providers.
 *
 * @throws {GatewayConfigError} with esbuild's messages when it does not build
 */
export function bundleOwnProvider(modules: OwnProviderModules, callbackBundle: string): string {
  const text = `import { createCallbackHandler, defineProvider } from ${JSON.stringify(seam)};
import { manifest } from ${JSON.stringify(modules.manifest)};
import * as code from ${JSON.stringify(modules.normalize)};

export const handler = createCallbackHandler(defineProvider(manifest, code));
`;
  const [bundle = ''] = buildTexts(modules.normalize, {
    ...bundleSettings,
    stdin: { contents: text, loader: 'ts', resolveDir: dirname(modules.manifest) },
    alias: { [seam]: callbackBundle },
  });
  return bundle;
}

function buildTexts(of: string, options: BuildOptions): readonly string[] {
  const build = loadEsbuild();
  try {
    const { outputFiles = [] } = build({ ...options, write: false, logLevel: 'silent' });
    return outputFiles.map(({ text }) => text);
  } catch (error) {
    throw new GatewayConfigError([
      `${of} cannot be bundled: ${error instanceof Error ? error.message : error}`,
    ]);
  }
}

/** Loaded only here: an adopter without a provider of its own needs no esbuild. */
function loadEsbuild(): typeof buildSync {
  try {
    return createRequire(import.meta.url)('esbuild').buildSync;
  } catch {
    throw new GatewayConfigError([
      'providerFrom needs esbuild to bundle your provider: run `npm install --save-dev esbuild`',
    ]);
  }
}
