/** Writes the golden files: `npm run golden -- --help`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { UsageError } from '../command-line/command-error.ts';
import { runCommand } from '../command-line/run-command.ts';
import { providerIds, refuseUnknown } from '../operator/known-values.ts';
import { type Fixture, findMistake, normalizeFixture, readFixtures } from './fixtures.ts';

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
  let written = 0;
  let refused = 0;
  const fixtures = readFixtures(only);
  for (const fixture of fixtures) {
    const { provider, name, goldenPath } = fixture;
    const adapter = await loadProvider(provider);
    const read = readGolden(adapter, fixture);
    if ('refused' in read) {
      console.error(`refused ${provider}/${name} ${read.refused}`);
      refused += 1;
      continue;
    }
    const golden = `${JSON.stringify(read.events, null, 2)}\n`;
    const before = existsSync(goldenPath) ? readFileSync(goldenPath, 'utf8') : undefined;
    if (before === golden) continue;
    writeFileSync(goldenPath, golden);
    written += 1;
    console.log(
      `${before === undefined ? 'new    ' : 'changed'} ${provider}/${basename(goldenPath)}`,
    );
  }
  console.log(`${fixtures.length} fixtures, ${written} goldens written, ${refused} refused`);
  return refused === 0 ? 0 : 1;
});

/** The events of a fixture, or why they cannot be its golden. */
function readGolden(
  adapter: ProviderAdapter,
  fixture: Fixture,
): { readonly events: readonly TributaryEvent[] } | { readonly refused: string } {
  try {
    const events = normalizeFixture(adapter, fixture.payload);
    const mistake = findMistake(fixture, events);
    return mistake === undefined ? { events } : { refused: mistake };
  } catch (error) {
    // A defect of the adapter, or a body that is not in its format.
    return { refused: `makes the adapter fail:\n${error instanceof Error ? error.stack : error}` };
  }
}
