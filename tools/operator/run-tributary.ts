import { UsageError } from '../command-line/command-error.ts';
import { commandHelp, findCommand, listOfCommands, readCommandLine } from './command-line.ts';
import { commands } from './commands.ts';
import { explainError } from './explain-error.ts';
import { connect } from './gateway/connect.ts';
import { createOutput, type Streams } from './output.ts';

/** What the CLI uses besides the gateway. */
export interface CliPorts extends Streams {
  readonly now: () => Date;
  readonly waitMs: (ms: number) => Promise<void>;
}

/**
 * Runs one command of the CLI.
 *
 * @param words the words after the name of the CLI
 * @returns the exit code: 0 done, 1 failed or found a problem, 2 usage. Throws only errors in this
 *   program.
 */
export async function runTributary(words: readonly string[], ports: CliPorts): Promise<0 | 1 | 2> {
  const command = findCommand(words, commands);
  if (command === undefined) {
    const isAsked = words.length === 0 || words.includes('--help') || words.includes('-h');
    if (!isAsked) ports.error(`unknown command ${words.slice(0, 2).join(' ')}\n`);
    (isAsked ? ports.out : ports.error)(listOfCommands(commands, words[0]));
    return isAsked ? 0 : 2;
  }
  try {
    const { values, names, common } = readCommandLine(command, words);
    if (common.help) {
      ports.out(commandHelp(command));
      return 0;
    }
    return await command.run(values, names, {
      connect: () => connect(common),
      output: createOutput(ports, common.json),
      isConfirmed: common.yes,
      now: ports.now,
      waitMs: ports.waitMs,
    });
  } catch (error) {
    if (error instanceof UsageError) {
      ports.error(`${error.message}\n\n${commandHelp(command)}`);
      return 2;
    }
    const explanation = explainError(error);
    if (explanation === undefined) throw error;
    ports.error(explanation);
    return 1;
  }
}
