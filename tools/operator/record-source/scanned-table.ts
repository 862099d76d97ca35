import type { EventsTable } from '../aws/dynamodb-events-table.ts';
import { createProgress } from '../progress.ts';
import { announceScan } from '../scan-cost.ts';
import type { Audience, RecordSource } from './record-source.ts';

/** The event records in the table now, read by a parallel scan that prints its cost first. */
export function createScannedTable(
  table: Pick<EventsTable, 'size' | 'scan'>,
  isCostAccepted: boolean | undefined,
  { output, now }: Audience,
): RecordSource {
  return {
    asOf: undefined,
    async read(handle) {
      const { segments } = announceScan(await table.size(), isCostAccepted, output);
      const count = createProgress(output, now, (read) => `${read} event records read`);
      await table.scan(segments, async (records) => {
        await handle(records);
        count(records.length);
      });
    },
  };
}
