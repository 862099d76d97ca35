import type { TableItem } from '../aws/dynamodb-events-table.ts';

/** The source from which a command reads every event record: the table, or an export of it. */
export interface RecordSource {
  /**
   * The instant of an export; absent for the table as it is now. An export lacks event records that were
   * stored later, and has those that were erased later.
   */
  readonly asOf: string | undefined;
  /**
   * Prints what it reads and what that costs. Then reads everything, several parts at a time and in no
   * order, and prints its progress.
   *
   * @param handle receives a page; its part continues when it resolves
   * @throws {OperatorError} when the cost is not accepted, or an export is damaged
   */
  read(handle: (items: readonly TableItem[]) => Promise<void>): Promise<void>;
}
