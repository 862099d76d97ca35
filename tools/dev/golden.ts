/** Writes the golden files: `npm run golden [-- <provider>]`. Read the diff before you commit. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { normalizeFixture, readFixtures } from './fixtures.ts';

let changed = 0;
const fixtures = readFixtures(process.argv[2]);
for (const { provider, payload, goldenPath } of fixtures) {
  const events = normalizeFixture(await loadProvider(provider), payload);
  const golden = `${JSON.stringify(events, null, 2)}\n`;
  const before = existsSync(goldenPath) ? readFileSync(goldenPath, 'utf8') : undefined;
  if (before === golden) continue;
  writeFileSync(goldenPath, golden);
  changed += 1;
  console.log(
    `${before === undefined ? 'new    ' : 'changed'} ${provider}/${basename(goldenPath)}`,
  );
}
console.log(`${fixtures.length} fixtures, ${changed} goldens written`);
