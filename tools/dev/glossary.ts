/**
 * Prints where files use words that the glossary has replaced, and how often each folder does:
 * `npm run glossary [-- path…]`. A path is a file or a folder.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkFiles, glossaryPath, listFiles } from './glossary/check-files.ts';
import { readGlossary } from './glossary/read-glossary.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const glossary = readGlossary(readFileSync(`${root}${glossaryPath}`, 'utf8'));
const wanted = process.argv.slice(2).map((path) => path.replace(/^\.\/|\/$/g, ''));
const paths = listFiles(root).filter(
  (path) => wanted.length === 0 || wanted.some((at) => path === at || path.startsWith(`${at}/`)),
);
const findings = checkFiles(root, paths, glossary);
for (const { path, line, found, better } of findings) {
  console.log(`${path}:${line}: ${found} → ${better}`);
}
const folders = Map.groupBy(findings, ({ path }) =>
  path.split('/').slice(0, -1).slice(0, 3).join('/'),
);
const entries = Map.groupBy(findings, ({ entry }) => entry);
for (const groups of [entries, folders]) {
  console.log('');
  for (const [name, found] of [...groups].sort(([, one], [, other]) => other.length - one.length)) {
    console.log(`${String(found.length).padStart(6)}  ${name}`);
  }
}
console.log(`\n${findings.length} in ${new Set(findings.map(({ path }) => path)).size} files`);
