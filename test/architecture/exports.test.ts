import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Every file that an entry of the package loads, with the packages that these import as values. */
function loadedBy(entry: string): { readonly files: Set<string>; readonly packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string) => {
    if (files.has(path)) return;
    files.add(path);
    const imports = readFileSync(path, 'utf8').matchAll(
      /^(?:import|export) (?!type\b)[^'"]*?from '([^']+)'/gms,
    );
    for (const [, specifier = ''] of imports) {
      if (specifier.startsWith('.')) visit(join(dirname(path), specifier));
      else packages.add(specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
    }
  };
  visit(`sdk/${entry}/index.ts`);
  return { files, packages };
}

const entries = readdirSync('sdk', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'examples')
  .map(({ name }) => name);

describe('the package for subscribers', () => {
  it.each(entries)('%s is an entry of package.json', (entry) => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(exports[`./${entry}`]).toBe(`./sdk/${entry}/index.ts`);
  });

  it.each(entries)('%s loads nothing of the gateway but what is shared', (entry) => {
    const strangers = [...loadedBy(entry).files].filter((path) => !/^(sdk|shared)\//.test(path));
    expect(strangers).toEqual([]);
  });

  it.each(['events', 'handler'])('%s loads neither the AWS SDK nor the CDK', (entry) => {
    expect([...loadedBy(entry).packages]).toEqual(['zod']);
  });

  it.each(['deduplication', 'reader'])('%s does not load the CDK', (entry) => {
    const { packages } = loadedBy(entry);
    expect([...packages].filter((name) => /^(aws-cdk-lib|constructs)$/.test(name))).toEqual([]);
  });

  it('the construct does load the CDK, which shows that the test sees it', () => {
    expect(loadedBy('subscriptions').packages).toContain('aws-cdk-lib');
  });
});
