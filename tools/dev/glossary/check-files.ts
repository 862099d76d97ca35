import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFindHits, type FindHits, type Finding } from './find-words.ts';
import type { Glossary } from './read-glossary.ts';
import { scanJson } from './scan-json.ts';
import { scanMarkdown } from './scan-markdown.ts';
import { scanPython } from './scan-python.ts';
import { scanTypeScript } from './scan-typescript.ts';
import type { Segment } from './segment.ts';

/** The page that every rule is read from. */
export const glossaryPath = 'docs/glossary.md';

const isNotOurs = /^(\..*|node_modules|cdk\.out|dist|coverage)$/;

/** Paths of all files that the repository holds, from its root; folders that git ignores are left out. */
export function listFiles(root: string, folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (isNotOurs.test(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
}

/** Everything in the files, their names included, that the glossary has replaced; by path and line. */
export function checkFiles(
  root: string,
  paths: readonly string[],
  glossary: Glossary,
): readonly Finding[] {
  const findHits = createFindHits(glossary);
  return paths
    .filter((path) => path !== glossaryPath)
    .flatMap((path) => [...checkPath(path, findHits), ...checkText(root, path, findHits)]);
}

function checkPath(path: string, findHits: FindHits): readonly Finding[] {
  if (path.startsWith('fixtures/')) return [];
  return findHits({ kind: 'names', start: 0, text: path })
    .filter(({ end }) => !path.slice(end).includes('/'))
    .map(({ start, end, entry, better }) => ({
      path,
      line: 0,
      found: path.slice(start, end),
      entry,
      better,
    }));
}

function checkText(root: string, path: string, findHits: FindHits): readonly Finding[] {
  const scan = scannerOf(path);
  if (scan === undefined) return [];
  const source = readFileSync(join(root, path), 'utf8');
  const findings = scan(source).flatMap((segment) =>
    findHits(segment).map((hit) => {
      const start = segment.start + hit.start;
      return {
        path,
        line: source.slice(0, start).split('\n').length,
        found: source.slice(start, segment.start + hit.end).replaceAll(/\s*\n[\s*/]*/g, ' '),
        entry: hit.entry,
        better: hit.better,
      };
    }),
  );
  return findings.sort((one, other) => one.line - other.line);
}

function scannerOf(path: string): ((source: string) => readonly Segment[]) | undefined {
  if (path === 'package-lock.json' || /\.(payload|figures)\.json$/.test(path)) return undefined;
  if (/^fixtures\/.*\.json$/.test(path)) return (source) => scanJson(source, { keysOnly: true });
  if (/\.(ts|mjs)$/.test(path)) return scanTypeScript;
  if (path.endsWith('.py')) return scanPython;
  if (path.endsWith('.json')) return scanJson;
  const isProviders = path.startsWith('functions/providers/');
  if (path.endsWith('.md')) return (source) => scanMarkdown(source, { json: !isProviders });
  return undefined;
}
