import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { programs } from '../../command-line/programs.ts';
import { buildPage } from '../../console/server/build-page.ts';

/** Below the package: the CLI, in as many files as it loads lazily. */
export const cliFolder = 'cli';

/** What `start` needs, and an operator does not: the packages of the adopter, which are loaded when they are there. */
const broughtByAdopter = ['aws-cdk-lib', 'constructs', 'esbuild', 'fauxqs', 'tsx', 'vitest'];

/**
 * Bundles the CLI with everything that it imports, the AWS clients too, so that an operator installs nothing but
 * the package, and the page of the console that `start` serves.
 *
 * @param folder of the package
 */
export async function bundleCli(root: string, folder: string): Promise<void> {
  const outdir = join(folder, cliFolder);
  await build({
    absWorkingDir: root,
    entryPoints: Object.entries({ tributary: 'bin/tributary.ts', ...programs }).map(
      ([out, file]) => ({ in: file, out }),
    ),
    outdir,
    bundle: true,
    splitting: true,
    // Beside the programs, which modules find by their own path.
    chunkNames: '[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    // Some CommonJS dependencies call `require`, which an ES module does not define.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    external: broughtByAdopter,
    logLevel: 'error',
  });
  const { html, script, style, icon } = await buildPage();
  await mkdir(join(outdir, 'console'));
  for (const [name, text] of Object.entries({
    'index.html': html,
    'page.js': script,
    'page.css': style,
    'icon.svg': icon,
  })) {
    await writeFile(join(outdir, 'console', name), text);
  }
}
