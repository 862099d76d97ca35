import type { EventsTableReader } from '../aws/dynamodb-events-table.ts';
import { createProgress } from '../progress.ts';
import { announceScan } from '../scan-cost.ts';
import type { Audience, RecordSource } from './record-source.ts';

/** The event records that are in the table now, by a parallel scan that costs what it tells first. */
export function createScannedTable(
  table: Pick<EventsTableReader, 'size' | 'scan'>,
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
