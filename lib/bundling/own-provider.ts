import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import type { BuildOptions, buildSync } from 'esbuild';
import { GatewayConfigError } from '../gateway-config-error.ts';
import { isPackaged } from '../packaged.ts';
import { bundleSettings } from './bundle-settings.ts';

/** What a provider of an adopter's own imports the seam from. */
const seam = 'tributary-gateway/provider';

/** The seam of this version, also for a provider in a package that has another one installed. */
const alias = {
  [seam]: fileURLToPath(
    new URL(`../../sdk/provider/index.${isPackaged ? 'js' : 'ts'}`, import.meta.url),
  ),
};

/** The modules of a provider, by their paths. */
export interface OwnProviderModules {
  readonly manifest: string;
  readonly normalize: string;
}

/**
 * The value that the module `manifest.ts` exports as `manifest`.
 *
 * @throws {GatewayConfigError} when it does not build or throws
 */
export function evaluateManifest({ manifest }: OwnProviderModules): unknown {
  const [code = ''] = buildTexts(manifest, {
    entryPoints: [manifest],
    alias,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
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
 * The bundle of a provider's callback function: its modules and what they use of the seam, with the built pipeline.
 *
 * @param pipeline path of the bundle `callback`
 * @throws {GatewayConfigError} with esbuild's messages when it does not build
 */
export function bundleOwnProvider(modules: OwnProviderModules, pipeline: string): string {
  const text = `import { createCallbackHandler } from ${JSON.stringify(pipeline)};
import { defineProvider } from ${JSON.stringify(seam)};
import { manifest } from ${JSON.stringify(modules.manifest)};
import * as code from ${JSON.stringify(modules.normalize)};

export const handler = createCallbackHandler(defineProvider(manifest, code));
`;
  const [bundle = ''] = buildTexts(modules.normalize, {
    ...bundleSettings,
    stdin: { contents: text, loader: 'ts', resolveDir: dirname(modules.manifest) },
    alias,
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
