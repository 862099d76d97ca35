import type { TableRecord } from '../aws/dynamodb-events-table.ts';
import type { Output } from '../output.ts';

/** Where a command that no index serves reads every event record: the table, or an export of it. */
export interface RecordSource {
  /**
   * The instant whose event records these are; absent: now. Event records that were stored later are not among
   * them, and event records that were erased later are.
   */
  readonly asOf: string | undefined;
  /**
   * Tells what there is to read and what that costs, then reads all of it, several parts at the same
   * time, and tells how far it is. Order is not kept.
   *
   * @param handle gets a page; the part that it is of goes on when it resolves
   * @throws {OperatorError} when the cost was not agreed to, or an export is damaged
   */
  read(handle: (records: readonly TableRecord[]) => Promise<void>): Promise<void>;
}

/** Where a source tells how far it is, and the clock that says when it is time to. */
export interface Audience {
  readonly output: Pick<Output, 'progress'>;
  readonly now: () => Date;
}
