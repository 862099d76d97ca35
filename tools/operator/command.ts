import type { FoundStacks } from './gateway/find-stacks.ts';
import type { Gateway, GatewayChoice } from './gateway/gateway.ts';
import type { Output } from './output.ts';

/** 0: done. 1: it failed, or found a problem. */
export type CommandOutcome = 0 | 1;

/** An option of a command, for `node:util` and for the help. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  /** One letter as a short form. */
  readonly short?: string;
  /** Whether the option may be repeated; its value is then a list. */
  readonly multiple?: true;
  /** The placeholder for the value in the help: `TIME`. */
  readonly value?: string;
  /** The valid values; absent when any value is valid. */
  readonly oneOf?: readonly string[];
  readonly help: string;
}

export type CommandOptions = Readonly<Record<string, CommandOption>>;

/** The value of each option; absent when the command line does not have the option. */
export type OptionValues<Options extends CommandOptions> = {
  readonly [Name in keyof Options]?: OptionValue<Options[Name]> | undefined;
};

/** Of an option that may be repeated the list; of one that is not known, either. */
type OptionValue<Option extends CommandOption> = Option extends { readonly multiple: true }
  ? readonly OptionTypes[Option['type']][]
  : Option extends { readonly type: unknown; readonly multiple?: undefined }
    ? OptionTypes[Option['type']]
    : OptionTypes[Option['type']] | readonly OptionTypes[Option['type']][];

interface OptionTypes {
  readonly string: string;
  readonly boolean: boolean;
}

/**
 * Serves a page that shows deployed gateways, at an address of this machine only.
 *
 * @param gateways at least one; of several a person chooses one on the page
 * @returns when the signal has aborted, and everything that the page has created is deleted
 */
export type ServeConsole = (
  gateways: readonly GatewayChoice[],
  options: {
    /** Whether the page may write before a person allows it there. */
    readonly isWritingAllowed: boolean;
    readonly now: () => Date;
    readonly signal: AbortSignal;
    /** Gets the link to the page, which works once. */
    readonly onListening: (url: string) => void;
  },
) => Promise<void>;

/** The dependencies of a command. */
export interface CommandContext {
  /** Connects to the gateway of the command line. */
  readonly connect: () => Promise<Gateway>;
  /** The stacks of the command line, with or without a gateway; absent where there is no command line. */
  readonly findStacks?: (() => Promise<FoundStacks>) | undefined;
  /** The gateways that the command line leaves to choose from; absent where there is no command line. */
  readonly listGateways?: (() => Promise<readonly GatewayChoice[]>) | undefined;
  /** Serves the console of deployed gateways; absent in a program without it. */
  readonly serveConsole?: ServeConsole | undefined;
  readonly output: Output;
  /** Whether `--yes` was given. Without it a command that writes only shows what it would do. */
  readonly isConfirmed: boolean;
  /**
   * Reads a value that must not stand on the command line, such as a key: typed at a prompt without echo, or
   * from standard input.
   *
   * @throws {OperatorError} without a value
   */
  readonly readValue: (prompt: string) => Promise<string>;
  readonly now: () => Date;
  readonly waitMs: (ms: number) => Promise<void>;
}

/** A command of the CLI. Its module is named after it: `commands/quarantine-list.ts`. */
export interface Command<Options extends CommandOptions = CommandOptions> {
  /** As typed: `quarantine list`. */
  readonly name: string;
  /** Its arguments as the help shows them: `<provider> <id>`. Further words are refused. */
  readonly arguments?: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Further lines of the help. */
  readonly details?: string;
  /** Whether it changes data; then it has `--yes`. */
  readonly writes: boolean;
  /**
   * Whether it reads a value of a secret. A word too many on the command line may be that value, and is not
   * printed.
   */
  readonly readsValue?: true;
  readonly options: Options;
  run(
    values: OptionValues<Options>,
    names: readonly string[],
    context: CommandContext,
  ): Promise<CommandOutcome>;
}

/** Defines a command, with the types of its options in `run`. */
export function defineCommand<const Options extends CommandOptions>(
  command: Command<Options>,
): Command {
  return command;
}
