import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildPage } from '../../console/server/build-page.ts';

/** Below the package: the CLI, in as many files as it loads lazily. */
export const cliFolder = 'cli';

/** Programs that the CLI starts by their paths, beside the CLI itself. */
const programs = {
  tributary: 'bin/tributary.ts',
  runtime: 'tools/emulator/lambda/runtime.ts',
  'fauxqs-program': 'tools/emulator/engines/fauxqs-program.ts',
};

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
    entryPoints: Object.entries(programs).map(([out, file]) => ({ in: file, out })),
    outdir,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
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
    plugins: [builtPrograms],
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

/** A program that a module names by its own path: `new URL('./runtime.ts', import.meta.url)`. */
const ownPath = /new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g;

/** Such a program is in the folder of the bundle, whichever file the module is in. */
const builtPrograms: Plugin = {
  name: 'built-programs',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]tools[/\\].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!ownPath.test(text)) return undefined;
      const contents = text.replace(ownPath, (_, name: string) => {
        if (!(name in programs)) throw new Error(`${path} starts ${name}: add it to the programs`);
        return `new URL(/[/\\\\]chunks[/\\\\][^/\\\\]*$/.test(import.meta.url) ? '../${name}.js' : './${name}.js', import.meta.url)`;
      });
      return { contents, loader: 'ts' };
    });
  },
};
