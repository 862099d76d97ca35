import { readFile } from 'node:fs/promises';
import { isPackaged } from '../../command-line/how-to-run.ts';
import type { PageFiles } from './build-page.ts';

/** The files of the page: in the repository they are built now, in the package they have been. */
export async function readPage(): Promise<PageFiles> {
  if (!isPackaged) return (await import('./build-page.ts')).buildPage();
  const read = (name: string) => readFile(new URL(`./console/${name}`, import.meta.url), 'utf8');
  const [html, script, style, icon] = await Promise.all(
    ['index.html', 'page.js', 'page.css', 'icon.svg'].map(read),
  );
  return { html: html ?? '', script: script ?? '', style: style ?? '', icon: icon ?? '' };
}
