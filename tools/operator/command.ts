import type { Gateway } from './aws/gateway.ts';
import type { Output } from './output.ts';

/** 0: done. 1: it failed, or found what somebody must look at. */
export type CommandOutcome = 0 | 1;

/** One option of a command, in the terms of `node:util` and of its help. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  /** One letter that stands for it. */
  readonly short?: string;
  /** What stands for the value in the help: `TIME`. */
  readonly value?: string;
  /** The values that there are; absent: any. */
  readonly oneOf?: readonly string[];
  readonly help: string;
}

export type CommandOptions = Readonly<Record<string, CommandOption>>;

/** What the command line gave for each option; absent: it was not named. */
export type OptionValues<Options extends CommandOptions> = {
  readonly [Name in keyof Options]?: OptionTypes[Options[Name]['type']] | undefined;
};

interface OptionTypes {
  readonly string: string;
  readonly boolean: boolean;
}

/** What a command works with. */
export interface CommandContext {
  /** The gateway that the command line names; connects when it is asked for. */
  readonly connect: () => Promise<Gateway>;
  readonly output: Output;
  /** Whether `--yes` was given. Without it a command that writes only says what it would do. */
  readonly isConfirmed: boolean;
  readonly now: () => Date;
  readonly waitMs: (ms: number) => Promise<void>;
}

/** One command of the tool. Its module is named after it: `commands/quarantine-list.ts`. */
export interface Command<Options extends CommandOptions = CommandOptions> {
  /** As it is typed: `quarantine list`. */
  readonly name: string;
  /** Its arguments as the help shows them: `<provider> <id>`. More words than these are refused. */
  readonly arguments?: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What else the help says. */
  readonly details?: string;
  /** Whether it changes anything: then it has `--yes`. */
  readonly writes: boolean;
  readonly options: Options;
  run(
    values: OptionValues<Options>,
    names: readonly string[],
    context: CommandContext,
  ): Promise<CommandOutcome>;
}

/** Checks a command's `run` against its own options. */
export function defineCommand<const Options extends CommandOptions>(
  command: Command<Options>,
): Command {
  return command;
}
