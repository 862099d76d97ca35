/** Writes the golden files: `npm run golden -- --help`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { UsageError } from '../command-line/command-error.ts';
import { runCommand } from '../command-line/run-command.ts';
import { providerIds, refuseUnknown } from '../operator/known-values.ts';
import { normalizeFixture, readFixtures } from './fixtures.ts';

const help = `usage: npm run golden [-- <provider>]

Writes the golden of each fixture: the events that it gives now, in fixtures/<provider>/<name>.expected.json.
Read the diff before you commit.

  <provider>  only the fixtures of this provider
  --help      print this text

exit codes: 0 done, 1 failed, 2 usage`;

await runCommand('npm run golden', async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [only, ...others] = positionals;
  if (others.length > 0) throw new UsageError('name one provider, or none for all');
  if (only !== undefined) refuseUnknown('provider', only, providerIds);
  let written = 0;
  const fixtures = readFixtures(only);
  for (const { provider, payload, goldenPath } of fixtures) {
    const events = normalizeFixture(await loadProvider(provider), payload);
    const golden = `${JSON.stringify(events, null, 2)}\n`;
    const before = existsSync(goldenPath) ? readFileSync(goldenPath, 'utf8') : undefined;
    if (before === golden) continue;
    writeFileSync(goldenPath, golden);
    written += 1;
    console.log(
      `${before === undefined ? 'new    ' : 'changed'} ${provider}/${basename(goldenPath)}`,
    );
  }
  console.log(`${fixtures.length} fixtures, ${written} goldens written`);
  return 0;
});
