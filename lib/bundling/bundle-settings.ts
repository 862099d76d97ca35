import type { BuildOptions } from 'esbuild';

/** Some CommonJS dependencies call `require`, which an ES module does not define. */
const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** How esbuild turns a module into a bundle for Lambda. */
export const bundleSettings = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // ES modules where a package has both: esbuild removes unused code from those only.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  banner: { js: requireBanner },
} as const satisfies BuildOptions;
