/** Begins a provider: `npm run new-provider -- --help`. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CommandError, UsageError } from '../../command-line/command-error.ts';
import { runCommand } from '../../command-line/run-command.ts';
import { scaffoldProvider } from './scaffold-provider.ts';

const help = `usage: npm run new-provider -- <id> [--name NAME]

Writes functions/providers/<id>, a first fixture, and a line in functions/providers/registry.ts.
The adapter recognizes one invented callback. Replace it: see docs/adding-a-provider.md.

  <id>           lower-case letters, digits and hyphens: folder, path segment, end of the source
  --name NAME    as the provider writes it; default: the id
  --help         this text

exit codes: 0 done, 1 nothing was written, 2 usage`;

await runCommand('npm run new-provider', async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { name: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const [id, ...others] = positionals;
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (id === undefined) {
    console.error(help);
    return 2;
  }
  if (others.length > 0) throw new UsageError('name one provider');
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const readOn = new Date().toISOString().slice(0, 10);
  const scaffolded = await scaffoldProvider(root, { id, name: values.name ?? id, readOn });
  if ('refused' in scaffolded) throw new CommandError(scaffolded.refused);
  for (const path of scaffolded.written) console.log(`wrote   ${path}`);
  console.log(`changed ${scaffolded.changed}`);
  console.log('\nnext: docs/adding-a-provider.md, step 2');
  return 0;
});
