import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toAnchor } from '../../tools/dev/docs/markdown.ts';
import { folders, readSourceFiles, root } from './source-files.ts';

const pages = [root, ...folders.map((folder) => join(root, folder))].flatMap((folder) =>
  readdirSync(folder, { recursive: folder !== root, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => join(folder, file)),
);

/** The text of a page without its blocks of code, in which `#` and brackets mean something else. */
const read = (page: string) => readFileSync(page, 'utf8').replace(/^ *```[\s\S]*?^ *```$/gm, '');

const anchorsOf = (page: string) =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    toAnchor(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')),
  );

/** Whether a page is there, and in it the section that is named after `#`. */
function leadsSomewhere(page: string, anchor: string | undefined): boolean {
  return existsSync(page) && (anchor === undefined || anchorsOf(page).includes(anchor));
}

it('finds the pages', () => {
  expect(pages.length).toBeGreaterThan(50);
});

describe.each(pages.map((page) => [page.slice(root.length), page] as const))('%s', (_, page) => {
  it('links only to files and sections that exist', () => {
    const links = [
      ...read(page).matchAll(
        /(?:\]\(|\b(?:href|src|srcset)=")(?!https?:)([^)"#\s]*)(?:#([^)"\s]*))?[)"]/g,
      ),
    ];
    const broken = links.filter(([, file, anchor]) => {
      const target = file ? join(dirname(page), file) : page;
      return !leadsSomewhere(target, target.endsWith('.md') ? anchor : undefined);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

/** What errors, findings and comments name: `docs/operations.md#publisher-behind`. */
const named = folders
  .filter((folder) => folder !== 'test')
  .flatMap(readSourceFiles)
  .flatMap(({ path, text }) =>
    Array.from(text.matchAll(/\bdocs\/([\w/-]+\.md)(?:#([\w-]+))?/g), ([link, page, anchor]) => ({
      where: `${path}: ${link}`,
      page: join(root, 'docs', page ?? ''),
      anchor,
    })),
  );

it('leads from the code only to pages and sections that exist', () => {
  expect(named.filter(({ anchor }) => anchor !== undefined).length).toBeGreaterThan(20);
  const broken = named.filter(({ page, anchor }) => !leadsSomewhere(page, anchor));
  expect(broken.map(({ where }) => where)).toEqual([]);
});
