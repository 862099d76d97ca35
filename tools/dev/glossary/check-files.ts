import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindReplaced } from './find-replaced.ts';
import { scanFile } from './scan-file.ts';
import type { Segment } from './segment.ts';

/** A place where a file uses what the glossary has replaced. */
export interface Finding {
  readonly path: string;
  /** Counted from 1; 0 when it is the file's name. */
  readonly line: number;
  /** As the file has it. */
  readonly found: string;
  /** As the glossary has it. */
  readonly entry: string;
  readonly better: string;
}

/** Folders that are not the repository's: hidden ones, and those that `.gitignore` names. */
const notTracked = /^(?:\..*|node_modules|cdk\.out|dist|coverage)$/;

/** Paths of all files of the repository, sorted. */
export function listFiles(root: string, folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !notTracked.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(root, path) : [path];
    })
    .sort();
}

/** What the files and their names use that the glossary has replaced, sorted by path and line. */
export function checkFiles(
  root: string,
  paths: readonly string[],
  findReplaced: FindReplaced,
): readonly Finding[] {
  return paths.flatMap((path) => {
    const read = () => readFileSync(join(root, path), 'utf8');
    return [...checkName(path, findReplaced), ...checkText(path, read, findReplaced)];
  });
}

/** The name of the file, and not those of its folders again for each file. */
function checkName(path: string, findReplaced: FindReplaced): readonly Finding[] {
  return findReplaced({ kind: 'names', start: 0, text: path }, path)
    .filter(({ end }) => !path.slice(end).includes('/'))
    .map(({ start, end, entry, better }) => ({
      path,
      line: 0,
      found: path.slice(start, end),
      entry,
      better,
    }));
}

function checkText(
  path: string,
  read: () => string,
  findReplaced: FindReplaced,
): readonly Finding[] {
  const scan = scanFile(path);
  if (scan === undefined) return [];
  const source = read();
  const toFindings = (segment: Segment) =>
    findReplaced(segment, path).map(({ start, end, entry, better }) => ({
      path,
      line: source.slice(0, segment.start + start).split('\n').length,
      found: source
        .slice(segment.start + start, segment.start + end)
        .replaceAll(/\s*\n[\s/*#]*/g, ' '),
      entry,
      better,
    }));
  return scan(source)
    .flatMap(toFindings)
    .sort((one, other) => one.line - other.line);
}
