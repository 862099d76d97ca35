/** Writes the golden files: `npm run golden -- --help`. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { UsageError } from '../command-line/command-error.ts';
import { runCommand } from '../command-line/run-command.ts';
import { providerIds, refuseUnknown } from '../operator/known-values.ts';
import { writeGolden } from '../provider-testing/goldens.ts';
import { readFixtures } from './fixtures.ts';

const help = `usage: npm run golden [-- <provider>]

Writes the golden of each fixture: the events that it gives now, in fixtures/<provider>/<name>.expected.json.
Read the diff before you commit. Refuses a fixture on which the adapter fails, and one that is quarantined
although it is not named invalid.<reason>.

  <provider>  only the fixtures of this provider
  --help      print this text

exit codes: 0 done, 1 a fixture was refused, 2 usage`;

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
  const counts = { new: 0, changed: 0, unchanged: 0, refused: 0 };
  const fixtures = readFixtures(only);
  for (const fixture of fixtures) {
    const { provider, name, goldenPath } = fixture;
    const written = writeGolden(await loadProvider(provider), fixture);
    counts[written.outcome] += 1;
    if (written.outcome === 'refused') {
      console.error(`refused ${provider}/${name} ${written.because}`);
    } else if (written.outcome !== 'unchanged') {
      console.log(`${written.outcome.padEnd(7)} ${provider}/${basename(goldenPath)}`);
    }
  }
  const { new: added, changed, refused } = counts;
  console.log(
    `${fixtures.length} fixtures, ${added + changed} goldens written, ${refused} refused`,
  );
  return refused === 0 ? 0 : 1;
});
