import { parseArgs } from 'node:util';
import { UsageError } from '../command-line/command-error.ts';
import { explainUsage } from '../command-line/explain-usage.ts';
import { cli } from '../command-line/how-to-run.ts';
import { defaultDataDirectory } from '../emulator-client/running-emulator.ts';
import type { Command, CommandOption, CommandOptions, OptionValues } from './command.ts';
import { refuseUnknown } from './known-values.ts';

/** The options of every command. */
const commonOptions = {
  local: { type: 'boolean', help: 'use the gateway on the emulator (default)' },
  port: {
    type: 'string',
    value: 'N',
    help: 'port of the emulator; default: that of the emulator on --data',
  },
  data: {
    type: 'string',
    value: 'DIR',
    help: `data directory of the emulator; default ${defaultDataDirectory}`,
  },
  stack: {
    type: 'string',
    value: 'NAME',
    help: 'use a deployed stack, with the AWS credentials of the environment; default: TRIBUTARY_STACK',
  },
  gateway: { type: 'string', value: 'ID', help: 'which gateway of a stack that has several' },
  json: { type: 'boolean', help: 'print results as lines of JSON, also to a terminal' },
  help: { type: 'boolean', short: 'h', help: 'print this help' },
} as const satisfies CommandOptions;

const confirmation = {
  yes: { type: 'boolean', help: 'do it; without --yes the command only shows what it would do' },
} as const satisfies CommandOptions;

/** The values of the options that every command has. */
export interface CommonValues {
  /** 1 to 65535. */
  readonly port?: number | undefined;
  readonly data?: string | undefined;
  readonly stack?: string | undefined;
  readonly gateway?: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
  readonly yes: boolean;
}

/** A parsed command line. */
export interface CommandLine {
  readonly command: Command;
  readonly names: readonly string[];
  readonly common: CommonValues;
  /** The values of the command's own options. */
  readonly values: OptionValues<CommandOptions>;
}

/** Finds the command that the words begin with; two words win over one. */
export function findCommand(
  words: readonly string[],
  commands: readonly Command[],
): Command | undefined {
  return [words.slice(0, 2).join(' '), words[0]]
    .map((name) => commands.find((command) => command.name === name))
    .find((command) => command !== undefined);
}

/**
 * Parses and checks the words of a command line.
 *
 * @param defaultStack the stack, unless the words name a gateway
 * @throws {UsageError} for an unknown word, option or value, and for options that contradict each other
 */
export function readCommandLine(
  command: Command,
  words: readonly string[],
  defaultStack?: string,
): CommandLine {
  const { values, positionals } = parseOrExplain(command, words);
  const common = readCommon(values, defaultStack);
  if (common.help) return { command, names: positionals, values, common };
  if (values.stack !== undefined && values.local) {
    throw new UsageError('--stack and --local name two gateways: use one of them');
  }
  refuseSurplus(command, positionals);
  refuseUnknownValues(optionsOf(command), values);
  return { command, names: positionals, values, common };
}

/** Refuses an extra word: it may have been meant to limit what the command writes. */
function refuseSurplus(command: Command, names: readonly string[]): void {
  const { name, arguments: declared = '', readsValue } = command;
  const [surplus] = names.slice(mostNames(declared));
  if (surplus === undefined) return;
  throw new UsageError(
    readsValue
      ? `${name} has too many words: ${valueElsewhere}`
      : `${name} does not accept the word ${surplus}`,
  );
}

/** What to do about a value that was typed into the command. */
export const valueElsewhere =
  'a value is typed at the prompt or piped to standard input. If you typed one into the command, your shell has saved it: get another one from the provider';

/** How many words the arguments in a command's help stand for; the most of its alternatives. */
export function mostNames(declared: string): number {
  if (declared.includes('…')) return Number.POSITIVE_INFINITY;
  const counts = declared
    .split(' | ')
    .map((alternative) => alternative.match(/<[^>]*>|[^\s<>[\]]+/g)?.length ?? 0);
  return Math.max(...counts);
}

function refuseUnknownValues(options: CommandOptions, values: OptionValues<CommandOptions>): void {
  for (const [name, { oneOf }] of Object.entries(options)) {
    const value = values[name];
    if (typeof value === 'string' && oneOf) refuseUnknown(`--${name}`, value, oneOf);
  }
}

function readCommon(
  values: OptionValues<CommandOptions>,
  defaultStack: string | undefined,
): CommonValues {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  const namesEmulator =
    values.local === true || text('port') !== undefined || text('data') !== undefined;
  return {
    port: readPort(text('port')),
    data: text('data'),
    stack: text('stack') ?? (namesEmulator ? undefined : defaultStack || undefined),
    gateway: text('gateway'),
    json: values.json === true,
    help: values.help === true,
    yes: values.yes === true,
  };
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new UsageError('--port must be a number from 1 to 65535');
}

function parseOrExplain(command: Command, words: readonly string[]) {
  try {
    return parseArgs({
      args: words.slice(command.name.split(' ').length),
      options: optionsOf(command),
      allowPositionals: true,
    });
  } catch (error) {
    const misuse = explainUsage(error);
    if (misuse === undefined) throw error;
    throw new UsageError(misuse);
  }
}

function optionsOf(command: Command): CommandOptions {
  return { ...command.options, ...(command.writes && confirmation), ...commonOptions };
}

/** Points to the help of a command, or to the list of commands. */
export function howToGetHelp(name = ''): string {
  return `see: ${[cli, name, '--help'].filter(Boolean).join(' ')}`;
}

/** What to type where npm took these options for its own. */
export function howToPassOptions(name: string, options: readonly string[]): string {
  const given = options.map((option) => `--${option}`).join(' ');
  return `npm took ${given} for its own: write -- before the options, as in npm run -s tributary -- ${name} ${given} …`;
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const rows = Object.entries(optionsOf(command)).map(([name, option]) => optionRow(name, option));
  return [
    `usage: ${[cli, command.name, command.arguments, '[options]'].filter(Boolean).join(' ')}`,
    '',
    `${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.`,
    ...(command.details ? ['', command.details] : []),
    '',
    ...rows,
    '',
    'exit codes: 0 done, 1 failed or found a problem, 2 usage',
  ].join('\n');
}

/** What the list of commands says of one. */
export type Listed = Pick<Command, 'name' | 'summary'>;

/** The list of commands, or of those that begin with a word (`quarantine`). */
export function listOfCommands(
  commands: readonly Command[],
  projectCommands: readonly Listed[] = [],
  firstWord = '',
): string {
  const shown = commands.filter(({ name }) => firstWord === '' || name.startsWith(`${firstWord} `));
  return [
    `usage: ${cli} <command> [--stack NAME | --local] [options]`,
    `       ${cli} --version`,
    '',
    ...(shown.length > 0 ? shown : commands).map(commandRow),
    ...(firstWord === '' && projectCommands.length > 0
      ? ['', 'in the folder of a CDK app:', ...projectCommands.map(commandRow)]
      : []),
    '',
    '<command> --help describes a command.',
  ].join('\n');
}

function commandRow({ name, summary }: Listed): string {
  return `  ${name.padEnd(22)} ${summary}`;
}

function optionRow(name: string, { value, help }: CommandOption): string {
  return `  ${`--${name}${value ? ` ${value}` : ''}`.padEnd(22)} ${help}`;
}
