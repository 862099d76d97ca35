import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folders, readSourceFiles, root } from './source-files.ts';

const sources = folders.flatMap(readSourceFiles);

/** Started or loaded from outside: by Lambda, npm scripts, subscribers, esbuild. */
const isEntry = (path: string) =>
  path === 'lib/bundling/lambda-credentials.ts' ||
  path === 'lib/bundling/no-endpoint-cache.ts' ||
  /^(bin|sdk)\//.test(path) ||
  /\/(handler|index|main)\.ts$/.test(path);

const words = sources.map(({ path, text }) => ({ path, words: new Set(text.match(/[\w$]+/g)) }));

function isUsedOutside(path: string, name: string): boolean {
  return words.some((source) => source.path !== path && source.words.has(name));
}

it('every exported value is used by another file', () => {
  const exported = sources
    .filter(({ path }) => !isEntry(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm)].map(
        ([, name = '']) => ({ path, name }),
      ),
    );
  expect(exported.length).toBeGreaterThan(100);
  const unused = exported.filter(({ path, name }) => !isUsedOutside(path, name));
  expect(
    unused.map(({ path, name }) => `${path}: ${name}`),
    'Delete it, or do not export it.',
  ).toEqual([]);
});

it('every dependency is imported', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const known = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const imported = new Set(
    sources.flatMap(({ text }) =>
      [...text.matchAll(/(?:from|import) '((?:@[\w.-]+\/)?[\w.-]+)(?:\/[\w./-]+)?'/g)].map(
        ([, name]) => name,
      ),
    ),
  );
  /** Run as commands, or types that the compiler finds by itself. */
  const commands = [
    '@biomejs/biome',
    '@types/node',
    '@types/aws-lambda',
    'aws-cdk',
    'tsx',
    'typescript',
  ];
  const unused = known.filter((name) => !imported.has(name) && !commands.includes(name));
  expect(unused, 'Remove it from package.json.').toEqual([]);
});
