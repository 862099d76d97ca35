import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exportedBy, loadedBy, readSourceFiles } from './source-files.ts';

const files = ['sdk', 'shared', 'functions', 'lib', 'tools'].flatMap(readSourceFiles);

/** What an entry of the package loads, with the packages by their names. */
function loadedByEntry(entry: string) {
  const loaded = loadedBy(`sdk/${entry}/index.ts`, files);
  const toName = (path: string) => path.split('/', path.startsWith('@') ? 2 : 1).join('/');
  return { files: loaded.files, packages: new Set(loaded.packages.map(toName)) };
}

const entries = readdirSync('sdk', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'examples')
  .map(({ name }) => name);

describe('the package for subscribers', () => {
  it.each(entries)('%s is an entry of package.json', (entry) => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(exports[`./${entry}`]).toBe(`./sdk/${entry}/index.ts`);
  });

  it.each(entries)('%s loads only sdk and shared', (entry) => {
    const others = loadedByEntry(entry).files.filter((path) => !/^(sdk|shared)\//.test(path));
    expect(others).toEqual([]);
  });

  it.each(['events', 'handler'])('%s loads neither the AWS SDK nor the CDK', (entry) => {
    expect([...loadedByEntry(entry).packages]).toEqual(['zod']);
  });

  it('the seam for adapters loads no package, so that a bundle holds the adapter only', () => {
    const { packages } = loadedByEntry('provider');
    expect([...packages].filter((name) => !name.startsWith('node:'))).toEqual([]);
  });

  it.each(['deduplication', 'reader'])('%s does not load the CDK', (entry) => {
    const { packages } = loadedByEntry(entry);
    expect([...packages].filter((name) => /^(aws-cdk-lib|constructs)$/.test(name))).toEqual([]);
  });

  it('the construct loads the CDK, which shows that this test detects it', () => {
    expect(loadedByEntry('subscriptions').packages).toContain('aws-cdk-lib');
  });
});

describe('the names that the package exports', () => {
  const manifest: { readonly exports: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  const exported = Object.fromEntries(
    Object.entries(manifest.exports).map(([entry, source]) => [
      entry,
      exportedBy(source.slice('./'.length), files),
    ]),
  );

  it('are those of exported-names.json, types too', () => {
    const listed = JSON.parse(readFileSync('test/architecture/exported-names.json', 'utf8'));
    expect(
      exported,
      'Add what is new to exported-names.json. A name that is removed breaks those who import it: say so in CHANGELOG.md.',
    ).toEqual(listed);
  });

  it.each(['events', 'handler', 'provider'])(
    '%s has the listed values at run time',
    async (entry) => {
      const values = exported[`./${entry}`]?.filter((name) => !name.startsWith('type '));
      const module = await import(`../../sdk/${entry}/index.ts`);
      expect(Object.keys(module).sort()).toEqual(values);
    },
  );
});
