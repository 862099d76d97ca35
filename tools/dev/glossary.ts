/** Lists what `docs/glossary.md` has replaced and files still use: `npm run glossary -- --help`. */
import { parseArgs } from 'node:util';
import { endWithOutput } from '../command-line/closed-output.ts';
import { UsageError } from '../command-line/command-error.ts';
import { runCommand } from '../command-line/run-command.ts';
import type { Finding } from './glossary/check-files.ts';
import { checkRepository, describeFindings } from './glossary/check-repository.ts';

const help = `usage: npm run glossary [-- path…]

Lists the words and phrases that docs/glossary.md has replaced and that files still use, with counts for
each entry and each folder.

  path      only this file or folder
  --help    print this text

exit codes: 0 nothing to replace, 1 something to replace, 2 usage`;

endWithOutput();
await runCommand('npm run glossary', async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const wanted = positionals.map((path) => path.replace(/^\.\//, '').replace(/\/$/, ''));
  const { paths, findings, unneeded } = checkRepository();
  for (const path of wanted) {
    if (!paths.some((at) => isIn(at, path)))
      throw new UsageError(`there is no file or folder ${path}`);
  }
  const listed = findings.filter(
    ({ path }) => wanted.length === 0 || wanted.some((at) => isIn(path, at)),
  );
  if (listed.length > 0) {
    console.log(describeFindings(listed, Number.POSITIVE_INFINITY));
    printCounts(listed, ({ entry }) => entry);
    printCounts(
      listed,
      ({ path }) => path.split('/').slice(0, -1).slice(0, 2).join('/') || '(root)',
    );
  }
  console.log(
    `\n${listed.length} to replace in ${new Set(listed.map(({ path }) => path)).size} files`,
  );
  for (const { line } of unneeded) console.log(`an exception that no file needs: ${line}`);
  return listed.length > 0 ? 1 : 0;
});

function isIn(path: string, fileOrFolder: string): boolean {
  return path === fileOrFolder || path.startsWith(`${fileOrFolder}/`);
}

function printCounts(findings: readonly Finding[], nameOf: (finding: Finding) => string): void {
  const groups = [...Map.groupBy(findings, nameOf)].map(([name, { length }]) => ({ name, length }));
  console.log('');
  for (const { name, length } of groups.sort((one, other) => other.length - one.length)) {
    console.log(`${String(length).padStart(6)}  ${name}`);
  }
}
