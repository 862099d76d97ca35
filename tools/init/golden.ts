import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError, UsageError } from '../command-line/command-error.ts';
import { cli } from '../command-line/how-to-run.ts';
import { loadOwnProvider, providersFolder } from '../own-provider/load-own-provider.ts';
import { readFixtureFolder } from '../provider-testing/fixtures.ts';
import { writeGolden } from '../provider-testing/goldens.ts';

const help = `usage: ${cli} golden <provider>

Writes the golden of each fixture of ${providersFolder}/<provider>: the events that it gives now, beside it in
fixtures/<provider>. describeProvider compares with them from then on. Read the diff.

  --help   print this help

exit codes: 0 done, 1 a golden was not written, 2 usage`;

/** Writes the goldens of a provider of the app in the working directory. */
export async function golden(words: readonly string[]): Promise<0 | 1 | 2> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0) throw new UsageError('name one provider');
  const provider = await loadOwnProvider(id);
  const folder = path.join('fixtures', id);
  if (provider === undefined) {
    throw new CommandError(
      `there is no ${providersFolder}/${id}: begin it with ${cli} new-provider ${id}`,
    );
  }
  if (!existsSync(folder)) throw new CommandError(`there is no ${folder}: write a first fixture`);
  let isRefused = false;
  for (const fixture of readFixtureFolder(folder)) {
    const golden = writeGolden(provider.adapter, fixture);
    if (golden.outcome === 'refused') {
      isRefused = true;
      console.error(`${fixture.name}: ${golden.because}`);
    } else {
      console.log(`${golden.outcome.padEnd(9)} ${fixture.goldenPath}`);
    }
  }
  return isRefused ? 1 : 0;
}
