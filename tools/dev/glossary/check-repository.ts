import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkFiles, type Finding, listFiles } from './check-files.ts';
import { applyExceptions, type GlossaryException, readExceptions } from './exceptions.ts';
import { createFindReplaced } from './find-replaced.ts';
import { type Glossary, readGlossary } from './read-glossary.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The page that the rule is read from. */
export function readGlossaryPage(): Glossary {
  return readGlossary(readFileSync(`${root}docs/glossary.md`, 'utf8'));
}

/** The places where a replaced word is right. */
export function readExceptionFile(): readonly GlossaryException[] {
  return readExceptions(readFileSync(`${root}tools/dev/glossary/exceptions.txt`, 'utf8'));
}

/**
 * Checks all files of the repository by its glossary: what they use that it has replaced, and the
 * exceptions that none of them needs.
 */
export function checkRepository(): {
  readonly paths: readonly string[];
  readonly findings: readonly Finding[];
  readonly unneeded: readonly GlossaryException[];
} {
  const paths = listFiles(root);
  const findings = checkFiles(root, paths, createFindReplaced(readGlossaryPage()));
  return { paths, ...applyExceptions(findings, readExceptionFile()) };
}

/** One line for each finding: where it is, what it is and what to write. */
export function describeFindings(findings: readonly Finding[], limit: number): string {
  const lines = findings.slice(0, limit).map(({ path, line, found, better }) => {
    const place = line === 0 ? `${path} (its name)` : `${path}:${line}`;
    return `${place}: "${found}" → ${better}`;
  });
  const rest = findings.length - lines.length;
  return [...lines, ...(rest > 0 ? [`… and ${rest} more: npm run glossary`] : [])].join('\n');
}
