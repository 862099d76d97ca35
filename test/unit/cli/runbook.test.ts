import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCommand, readCommandLine } from '../../../cli/command-line.ts';
import { commands } from '../../../cli/commands.ts';

const page = readFileSync(
  fileURLToPath(new URL('../../../docs/operations.md', import.meta.url)),
  'utf8',
);

/** The command lines of the page, without what reads their output and what stands for any command. */
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

  it('gives many commands', () => {
    expect(lines.length).toBeGreaterThan(10);
  });
});
