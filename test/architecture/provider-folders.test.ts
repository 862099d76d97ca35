import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { providers } from '../../functions/providers/registry.ts';
import { root } from './source-files.ts';

/** What every provider has. A file that would be too long has its parts in a folder of its name. */
const common = ['README.md', 'manifest.ts', 'normalize.ts'];
const parts = ['normalize', 'schema'];

/** What only some providers have. */
const special = ['codec.ts', 'handshake.ts', 'sample.ts', 'schema.ts', 'verify.ts'];

it.each(providers.map(({ id }) => id))('the folder of %s has the layout of all others', (id) => {
  const files = readdirSync(join(root, 'functions/providers', id));
  expect(files).toEqual(expect.arrayContaining(common));
  expect(files.filter((file) => ![...common, ...parts, ...special].includes(file))).toEqual([]);
});
