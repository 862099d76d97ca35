import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The suites that docstrings of ports and of fakes name, with the files that name them. */
function readNamedSuites(folder: string): ReadonlyMap<string, string> {
  const named = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(root, folder, file), 'utf8');
      return [...text.matchAll(/[Hh]eld by\s[*\s]*`(test\/contract\/ports\/[\w.-]+)`/g)].map(
        ([, suite = '']) => [suite, join(folder, file)] as const,
      );
    });
  return new Map(named);
}

const suites = readdirSync(join(root, 'test/contract/ports'))
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `test/contract/ports/${file}`)
  .sort();

it.each([
  ['a port', ['functions', 'shared']],
  ['a fake in memory', ['test/support']],
])(
  'every contract suite is named by %s that it holds, and every named suite exists',
  (_who, folders) => {
    const named = folders.flatMap((folder) => [...readNamedSuites(folder).keys()]);
    expect([...new Set(named)].sort()).toEqual(suites);
  },
);
