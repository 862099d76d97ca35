import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(\.|node_modules|dist|cdk\.out)/.test(entry.name))
  .map(({ name }) => name);

const sources = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
    .map((file) => join(folder, file))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);

/** Entry points are used from outside: by Lambda, npm scripts, subscribers, loaders, esbuild. */
const isEntry = (path: string) =>
  path === 'lib/bundling/lambda-credentials.ts' ||
  path === 'lib/bundling/no-endpoint-cache.ts' ||
  /^(bin|exports|scripts|examples)\//.test(path) ||
  /\/(handler|index)\.ts$/.test(path);

const words = sources.map(({ path, text }) => ({ path, words: new Set(text.match(/[\w$]+/g)) }));

function isUsedOutside(path: string, name: string): boolean {
  return words.some((source) => source.path !== path && source.words.has(name));
}

it('every exported value is used by another file', () => {
  const exported = sources
    .filter(({ path }) => !isEntry(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:async )?(?:const|function|class) (\w+)/gm)].map(
        ([, name = '']) => ({ path, name }),
      ),
    );
  expect(exported.length).toBeGreaterThan(100);
  const unused = exported.filter(({ path, name }) => !isUsedOutside(path, name));
  expect(unused.map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
});

it('every dependency is imported, and every import is a dependency', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const known = { ...manifest.dependencies, ...manifest.devDependencies };
  const imported = new Set(
    sources.flatMap(({ text }) =>
      [...text.matchAll(/(?:from|import) '((?:@[\w.-]+\/)?[\w.-]+)(?:\/[\w./-]+)?'/g)]
        .map(([, name = '']) => name)
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:')),
    ),
  );
  /** Run as commands, or types that the compiler finds by itself. */
  const tools = [
    '@biomejs/biome',
    '@types/node',
    '@types/aws-lambda',
    'aws-cdk',
    'tsx',
    'typescript',
  ];
  const unused = Object.keys(known).filter((name) => !imported.has(name) && !tools.includes(name));
  expect(unused).toEqual([]);
});
