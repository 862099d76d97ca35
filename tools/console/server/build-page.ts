import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The files of the console's page. */
export interface PageFiles {
  readonly html: string;
  readonly script: string;
  readonly style: string;
  readonly icon: string;
}

const folder = new URL('../page/', import.meta.url);

/** Builds the page from its sources: one script and one style sheet, with everything that they need. */
export async function buildPage(): Promise<PageFiles> {
  const source = (name: string) => fileURLToPath(new URL(name, folder));
  const [{ outputFiles }, html, icon] = await Promise.all([
    build({
      entryPoints: { page: source('main.tsx'), style: source('style/index.css') },
      outdir: 'out',
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2023',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      legalComments: 'none',
      logLevel: 'silent',
    }),
    readFile(source('index.html'), 'utf8'),
    readFile(source('icon.svg'), 'utf8'),
  ]);
  const output = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { html, icon, script: output('.js'), style: output('.css') };
}
