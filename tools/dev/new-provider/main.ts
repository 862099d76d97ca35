/** Begins a provider: `npm run new-provider -- --help`. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scaffoldProvider } from './scaffold-provider.ts';

const help = `usage: npm run new-provider -- <id> [--name NAME]

Writes functions/providers/<id>, a first fixture, and a line in functions/providers/registry.ts.
The contract tests fail until the placeholders are replaced: see docs/adding-a-provider.md.

  <id>           lower-case letters, digits and hyphens: folder, path segment, end of the source
  --name NAME    as the provider writes it; default: the id
  --help         this text

exit codes: 0 done, 1 nothing was written, 2 usage`;

process.exitCode = await run();

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { name: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const [id, ...more] = positionals;
  if (values.help || id === undefined || more.length > 0) {
    console.log(help);
    return values.help ? 0 : 2;
  }
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const readOn = new Date().toISOString().slice(0, 10);
  const written = await scaffoldProvider(root, { id, name: values.name ?? id, readOn });
  if ('refused' in written) {
    console.error(written.refused);
    return 1;
  }
  for (const path of written.paths) console.log(`wrote ${path}`);
  console.log('\nnext: docs/adding-a-provider.md, step 2');
  return 0;
}
