import type { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { UsageError } from '../../command-line/command-error.ts';
import type { EventsTable } from '../aws/dynamodb-events-table.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { providerIds, refuseUnknown } from '../known-values.ts';
import type { Describe } from '../output.ts';
import type { RecordSource } from '../record-source/record-source.ts';

/** The values of the command's options. */
export interface QuestionValues {
  readonly channel?: string | undefined;
  readonly older?: string | undefined;
  readonly newer?: string | undefined;
  readonly day?: string | undefined;
  readonly next?: string | undefined;
  readonly business?: readonly string[] | undefined;
  readonly provider?: string | undefined;
  readonly type?: string | undefined;
  readonly with?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit?: string | undefined;
}

/** Where results come from. */
export interface QuestionPorts {
  readonly gateway: Gateway;
  readonly reader: ReturnType<typeof createDynamoDbReader>;
  readonly table: EventsTable;
  /** The whole table, or an export of it: it prints what it costs before it is read. */
  readonly source: () => Promise<RecordSource>;
}

/** What was found, and how a person reads it. */
export interface Found<Result extends object = object> {
  readonly result: Result;
  readonly describe: Describe<Result>;
}

/** Finds the result; `undefined` when the table has nothing about it. */
export type Ask = (ports: QuestionPorts) => Promise<Found | undefined>;

/** Something that `query` can be asked. */
export interface Question {
  /** The first word: `message`. */
  readonly name: string;
  /** Its arguments as the help shows them: `<provider> <id>`. */
  readonly arguments: string;
  /** What it prints, in one line of the help. */
  readonly shows: string;
  /** What it reads, as the help shows it. */
  readonly cost: string;
  /**
   * Checks the words before the command connects to a gateway.
   *
   * @throws {UsageError}
   */
  ask(names: readonly string[], values: QuestionValues, now: Date): Ask;
}

/** A result with its type, which a list of questions no longer knows. */
export function toFound<Result extends object>(
  result: Result | undefined,
  describe: Describe<Result>,
): Found | undefined {
  // The description gets the result that it stands beside.
  return result && { result, describe: (found, terminal) => describe(found as Result, terminal) };
}

/** @throws {UsageError} for a provider that neither this version nor the gateway has */
export function checkKnownProvider(
  provider: string,
  { callbacks }: Pick<Gateway, 'callbacks'>,
): void {
  refuseUnknown('provider', provider, [...new Set([...providerIds, ...callbacks.keys()])]);
}

/** Runs what checks names, whose errors are a wrong use of the command. */
export function orUsage<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
