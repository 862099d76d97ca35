import type { Finding } from './check-files.ts';

/** A use of a replaced word that is right where it is. */
export interface GlossaryException {
  /** The line of the file, to name the exception by. */
  readonly line: string;
  /** As the glossary or as the file has it. */
  readonly word: string;
  readonly path: RegExp;
}

/**
 * Reads lines of the form `word | path | reason`, where `*` in a path stands for anything. Lines that
 * begin with `#` are comments.
 *
 * @throws {Error} for a line without one of the three
 */
export function readExceptions(text: string): readonly GlossaryException[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [word = '', path = '', reason = ''] = line.split('|').map((part) => part.trim());
    if (word === '' || path === '' || reason === '') {
      throw new Error(`glossary exceptions: "${line}" is not of the form "word | path | reason"`);
    }
    return { line, word: word.toLowerCase(), path: toPathPattern(path) };
  });
}

/** The findings that no exception covers, and the exceptions that cover none. */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly GlossaryException[],
): { readonly findings: readonly Finding[]; readonly unneeded: readonly GlossaryException[] } {
  const covers = ({ word, path }: GlossaryException, finding: Finding) =>
    path.test(finding.path) && [finding.entry, finding.found.toLowerCase()].includes(word);
  return {
    findings: findings.filter((finding) => !exceptions.some((one) => covers(one, finding))),
    unneeded: exceptions.filter((one) => !findings.some((finding) => covers(one, finding))),
  };
}

function toPathPattern(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replaceAll(/[.+?^$()[\]\\{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
