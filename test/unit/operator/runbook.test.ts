import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCommand, readCommandLine } from '../../../tools/operator/command-line.ts';
import { commands } from '../../../tools/operator/commands.ts';

const page = readFileSync(
  fileURLToPath(new URL('../../../docs/operations.md', import.meta.url)),
  'utf8',
);

/** The command lines of the page, without pipes and without the placeholder for any command. */
const lines = [...page.matchAll(/npm run -s tributary -- ([^#|\n]+)/g)]
  .map(([, line = '']) => line.trim())
  .filter((line) => !line.startsWith('<command>'));

describe('the runbook', () => {
  it.each(lines)('can be followed: %s', (line) => {
    const words = line.split(/\s+/);
    const command = findCommand(words, commands);
    expect(command).toBeDefined();
    if (command) expect(() => readCommandLine(command, words)).not.toThrow();
  });

  it('has many commands', () => {
    expect(lines.length).toBeGreaterThan(10);
  });
});

/** The permissions of some calls have other names. */
const actionsOfCalls: Readonly<Record<string, string>> = {
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  DeleteObjects: 'DeleteObject',
  HeadObject: 'GetObject',
  DeleteMessageBatch: 'DeleteMessage',
};

const root = fileURLToPath(new URL('../../..', import.meta.url));

const sources = globSync('tools/operator/**/*.ts', { cwd: root }).map((file) =>
  readFileSync(`${root}/${file}`, 'utf8'),
);

describe('the permissions of an operator', () => {
  const [, section = ''] = page.split('\n## What an operator may do\n');
  const [table = ''] = section.split('\n## ');

  it.each(commands.map(({ name }) => name))('are listed for %s', (name) => {
    expect(table).toMatch(new RegExp(`^\\| .*\`${name}\`.* \\| \``, 'm'));
  });

  it('include every call of the CLI', () => {
    const calls = sources.flatMap((source) => [
      ...Array.from(source.matchAll(/new (\w+)Command\(/g), ([, call = '']) => call),
      ...Array.from(source.matchAll(/\bpaginate(\w+)\(/g), ([, call = '']) => call),
    ]);
    expect(calls.length).toBeGreaterThan(30);
    const actions = new Set(calls.map((call) => actionsOfCalls[call] ?? call));
    const missing = [...actions].filter((action) => !table.includes(`:${action}\``));
    expect(missing).toEqual([]);
  });
});
