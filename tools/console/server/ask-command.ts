import { setTimeout } from 'node:timers/promises';
import type { Command } from '../../operator/command.ts';
import type { Gateway } from '../../operator/gateway/gateway.ts';
import { OperatorError } from '../../operator/operator-error.ts';

/** Which gateway is asked about, and the clock of the commands. */
export interface Asked {
  readonly gateway: Gateway;
  readonly now: () => Date;
}

/**
 * The results of a command of the CLI, as `--json` prints them: the page shows what the CLI shows,
 * because it asks the CLI.
 *
 * @param isConfirmed whether a command that writes may write; without it, it only says what it would do
 */
export async function askCommand(
  command: Command,
  { gateway, now }: Asked,
  values: Readonly<Record<string, string | boolean>> = {},
  names: readonly string[] = [],
  isConfirmed = false,
): Promise<readonly object[]> {
  const results: object[] = [];
  await command.run(values, names, {
    connect: async () => gateway,
    output: {
      print: (result) => results.push(result),
      list: (rows) => results.push(...rows),
      entry: (result) => results.push(result),
      document: (result) => results.push(result),
      line: (text) => results.push({ text }),
      progress: () => {},
    },
    isConfirmed,
    readValue: async () => {
      throw new OperatorError('the console does not read secrets: use the CLI');
    },
    now,
    waitMs: (ms) => setTimeout(ms),
  });
  return results;
}
