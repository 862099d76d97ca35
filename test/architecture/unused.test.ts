import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folders, readSourceFiles, root } from './source-files.ts';

const sources = folders.flatMap(readSourceFiles);

/** Started or loaded from outside: by Lambda, npm scripts, subscribers, esbuild. */
const isEntry = (path: string) =>
  // The index of `tributary-gateway/providers` exports all of it.
  path === 'lib/providers/built-in.ts' ||
  path === 'lib/bundling/lambda-credentials.ts' ||
  path === 'lib/bundling/no-endpoint-cache.ts' ||
  /^(bin|sdk)\//.test(path) ||
  /\/(handler|index|main)\.ts$/.test(path);

/** Exports of the product that only tests use, with the reason to have them. */
const usedByTests: Readonly<Record<string, string>> = {
  'lib/providers/every-provider.ts: everyProvider': 'gateway.config.ts uses it',
  'shared/table/index-keys.ts: parseConversationSort':
    'shows that a sort key says what it was made from',
  'shared/table/index-keys.ts: parseQuarantineSort': 'shows the same for another index',
};

interface Export {
  readonly path: string;
  readonly name: string;
  readonly isType: boolean;
}

/** The text of each file without its comments, which may name anything. */
const code = sources.map(({ path, text }) => ({
  path,
  text: text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
}));

const exported: readonly Export[] = code
  .filter(({ path }) => !isEntry(path))
  .flatMap(({ path, text }) =>
    [
      ...text.matchAll(
        /^export (?:async )?(?<kind>const|function\*?|class|interface|type) (?<name>\w+)/gm,
      ),
    ].map(({ groups: { kind = '', name = '' } = {} }) => ({
      path,
      name,
      isType: kind === 'interface' || kind === 'type',
    })),
  );

const words = code.map(({ path, text }) => ({ path, words: new Set(text.match(/[\w$]+/g)) }));
const isTest = (path: string) => path.startsWith('test/');

function usersOf({ path, name }: Export): readonly string[] {
  return words
    .filter((source) => source.path !== path && source.words.has(name))
    .map((source) => source.path);
}

/** Whether the product runs it or names it: in another file, or in its own beside the declaration. */
function isUsedByProduct(each: Export): boolean {
  if (usersOf(each).some((path) => !isTest(path) || isTest(each.path))) return true;
  const own = code.find(({ path }) => path === each.path)?.text ?? '';
  return (own.match(new RegExp(`\\b${each.name}\\b`, 'g'))?.length ?? 0) > 1;
}

const toLine = ({ path, name }: Export) => `${path}: ${name}`;

it('every exported value is used by another file', () => {
  const values = exported.filter(({ isType }) => !isType);
  expect(values.length).toBeGreaterThan(100);
  expect(
    values.filter((each) => usersOf(each).length === 0).map(toLine),
    'Delete it, or do not export it.',
  ).toEqual([]);
});

it('the product uses what it exports, values and types; tests do not count', () => {
  expect(exported.filter(({ isType }) => isType).length).toBeGreaterThan(100);
  expect(
    exported
      .filter((each) => !isUsedByProduct(each))
      .map(toLine)
      .sort(),
    'Delete it, move it to test/, or add it to the list above with the reason.',
  ).toEqual(Object.keys(usedByTests));
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
  /** Run as commands, types that the compiler finds by itself, or fonts. */
  const commands = [
    '@biomejs/biome',
    '@embedpdf/fonts-arabic',
    '@embedpdf/fonts-sc',
    '@expo-google-fonts/jetbrains-mono',
    '@expo-google-fonts/noto-color-emoji',
    '@cdklabs/cdk-validator-cfnguard',
    '@types/node',
    '@types/aws-lambda',
    'aws-cdk',
    'tsx',
    'typescript',
  ];
  const unused = known.filter((name) => !imported.has(name) && !commands.includes(name));
  expect(unused, 'Remove it from package.json.').toEqual([]);
});
