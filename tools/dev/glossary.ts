/**
 * Lists what `docs/glossary.md` has replaced and files still use, with counts for each entry and each
 * folder: `npm run glossary [-- path…]`. A path is a file or a folder. It ends with 1 when there is
 * anything to list.
 */
import type { Finding } from './glossary/check-files.ts';
import { checkRepository, describeFindings } from './glossary/check-repository.ts';

const wanted = process.argv.slice(2).map((path) => path.replace(/^\.\//, '').replace(/\/$/, ''));
const isWanted = (path: string) =>
  wanted.length === 0 || wanted.some((at) => path === at || path.startsWith(`${at}/`));

const { paths, findings, unneeded } = checkRepository();
for (const path of wanted) {
  if (!paths.some((at) => at === path || at.startsWith(`${path}/`))) {
    throw new Error(`there is no file or folder ${path}`);
  }
}
const listed = findings.filter(({ path }) => isWanted(path));
if (listed.length > 0) {
  console.log(describeFindings(listed, Number.POSITIVE_INFINITY));
  printCounts(({ entry }) => entry);
  printCounts(({ path }) => path.split('/').slice(0, -1).slice(0, 2).join('/') || '(root)');
  process.exitCode = 1;
}
console.log(
  `\n${listed.length} to replace in ${new Set(listed.map(({ path }) => path)).size} files`,
);
for (const { line } of unneeded) console.log(`an exception that no file needs: ${line}`);

function printCounts(nameOf: (finding: Finding) => string): void {
  const groups = [...Map.groupBy(listed, nameOf)].map(([name, { length }]) => ({ name, length }));
  console.log('');
  for (const { name, length } of groups.sort((one, other) => other.length - one.length)) {
    console.log(`${String(length).padStart(6)}  ${name}`);
  }
}
