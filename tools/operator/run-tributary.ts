import { version } from '../../shared/version.ts';
import { UsageError } from '../command-line/command-error.ts';
import type { Command, CommandContext } from './command.ts';
import {
  commandHelp,
  findCommand,
  howToGetHelp,
  howToPassOptions,
  type Listed,
  listOfCommands,
  readCommandLine,
} from './command-line.ts';
import { commands } from './commands.ts';
import { explainError } from './explain-error.ts';
import { connect, listGateways } from './gateway/connect.ts';
import { findStacks } from './gateway/find-stacks.ts';
import { refuseUnknownProvider } from './known-values.ts';
import { createOutput, type Streams } from './output.ts';
import { suggestCommands } from './suggest-commands.ts';
import { toPrintable } from './terminal/text.ts';

/** What the CLI uses besides the gateway. */
export interface CliPorts extends Streams, Pick<CommandContext, 'readValue' | 'serveConsole'> {
  /** Variables of the environment: `TRIBUTARY_STACK` is the default of `--stack`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly waitMs: (ms: number) => Promise<void>;
  /** Further commands of the program, for the list of commands: they run elsewhere. @default none */
  readonly projectCommands?: readonly Listed[];
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
  if (command === undefined) return runWithoutCommand(words, ports);
  try {
    const { values, names, common } = readCommandLine(
      command,
      words,
      ports.environment?.TRIBUTARY_STACK,
    );
    if (common.help) {
      ports.out(commandHelp(command));
      return 0;
    }
    return await command.run(values, names, {
      connect: async () => {
        const gateway = await connect(common);
        if (typeof values.provider === 'string') refuseUnknownProvider(values.provider, gateway);
        return gateway;
      },
      findStacks: () => findStacks(common),
      listGateways: () => listGateways(common),
      serveConsole: ports.serveConsole,
      output: createOutput(ports, common.json),
      isConfirmed: common.yes,
      readValue: ports.readValue,
      now: ports.now,
      waitMs: ports.waitMs,
    });
  } catch (error) {
    if (error instanceof UsageError) {
      const taken = optionsTakenByNpm(command, ports.environment);
      const hint = taken.length > 0 ? `\n${howToPassOptions(command.name, taken)}` : '';
      ports.error(`${error.message}${hint}\n${howToGetHelp(command.name)}`);
      return 2;
    }
    const explanation = explainError(error);
    if (explanation === undefined) throw error;
    // It may quote a service or a callback.
    ports.error(toPrintable(explanation));
    return 1;
  }
}

/**
 * The options of a command that npm took for its own, since no `--` came before them: it leaves them in the
 * environment of its script, and their values among the words.
 */
function optionsTakenByNpm(
  { options }: Command,
  environment: CliPorts['environment'] = {},
): readonly string[] {
  return Object.keys(options).filter(
    (name) => environment[`npm_config_${name.replaceAll('-', '_')}`] !== undefined,
  );
}

/** Prints the version or the list of commands, or names a word that is not a command. */
function runWithoutCommand(
  words: readonly string[],
  { out, error, projectCommands = [] }: Streams & Pick<CliPorts, 'projectCommands'>,
): 0 | 2 {
  if (words[0] === '--version' || words[0] === '-v') {
    out(version);
    return 0;
  }
  const typed = leadingWords(words).join(' ');
  const suggested = suggestCommands(
    typed,
    [...projectCommands, ...commands].map(({ name }) => name),
  );
  const isGroup = suggested.some((name) => name.startsWith(`${typed} `));
  if ((typed === '' || isGroup) && (words.includes('--help') || words.includes('-h'))) {
    out(listOfCommands(commands, projectCommands, typed));
    return 0;
  }
  if (typed === '') {
    const [option] = words;
    error(
      option === undefined
        ? listOfCommands(commands, projectCommands)
        : `name a command before ${option}\n${howToGetHelp()}`,
    );
    return 2;
  }
  const question = suggested.length > 0 ? `: did you mean ${suggested.join(', ')}?` : '';
  error(`unknown command ${typed}${question}\n${howToGetHelp()}`);
  return 2;
}

/** The first two words before any option. */
function leadingWords(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word) => word.startsWith('-'));
  return words.slice(0, end < 0 ? 2 : Math.min(end, 2));
}
