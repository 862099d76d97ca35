import { auditKey } from '../../../shared/table/keys.ts';
import type { EventsTable } from '../aws/dynamodb-events-table.ts';
import { type Run, toRun } from './test-account.ts';

/**
 * The entries by which a run notes that it has begun. The entry of a run that was killed is still there, and
 * says to the next one what to erase.
 */
const action = 'verify';

type Table = Pick<EventsTable, 'readPartition' | 'writeAudit' | 'delete'>;

/** Notes that a run begins. Nothing may be sent before. */
export async function noteRun(table: Table, { startedAt }: Run): Promise<void> {
  await table.writeAudit(action, startedAt, {});
}

/** Everything of the run is erased. */
export async function forgetRun(table: Table, { startedAt }: Run): Promise<void> {
  await table.delete(auditKey(action, startedAt));
}

/**
 * How long something of a run may still arrive: the table's stream keeps records for 24 hours, and the mirror
 * tries a file for some hours more.
 */
const arrivingMs = 48 * 60 * 60 * 1000;

/** Whether nothing of a run can arrive any more. */
export function isOver({ startedAt }: Run, now: Date): boolean {
  return now.getTime() - startedAt.getTime() > arrivingMs;
}

/** The runs of which something may be left, the oldest first. */
export async function readEarlierRuns(table: Table): Promise<readonly Run[]> {
  const items = await table.readPartition(auditKey(action, new Date(0)).pk);
  return items.map(({ key }) => toRun(new Date(key.sk)));
}
