import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The functions that every gateway has, whatever its providers. */
export const coreFunctions = ['publisher', 'media-mirror'] as const;

/** Some CommonJS dependencies call `require`, which an ES module does not have by itself. */
const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/**
 * Bundles `functions/<name>/handler.ts` of each name to `dist/functions/<name>/index.mjs`, all of
 * them in one call of esbuild, which takes well under a second. Source maps lie next to the bundles;
 * `dist/functions.meta.json` says what each bundle is made of.
 *
 * @param root the folder of the repository
 * @returns the folder of each bundle, by name
 */
export async function bundleFunctions(
  root: string,
  names: readonly string[],
): Promise<(name: string) => string> {
  const outdir = join(root, 'dist/functions');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({
      in: `functions/${name}/handler.ts`,
      out: `${name}/index`,
    })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // ES modules where a package has both: only they can be shaken.
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'external',
    legalComments: 'none',
    banner: { js: requireBanner },
    metafile: true,
    logLevel: 'warning',
  });
  await writeFile(join(root, 'dist/functions.meta.json'), JSON.stringify(metafile));
  return (name) => join(outdir, name);
}
