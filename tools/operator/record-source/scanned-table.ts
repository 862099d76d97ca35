import type { FactTable } from '../aws/dynamodb-events-table.ts';
import { createProgress } from '../progress.ts';
import { announceScan } from '../scan-cost.ts';
import type { Audience, FactSource } from './record-source.ts';

/** The facts that are in the table now, by a parallel scan that costs what it tells first. */
export function createScannedTable(
  table: Pick<FactTable, 'size' | 'scan'>,
  isCostAccepted: boolean | undefined,
  { output, now }: Audience,
): FactSource {
  return {
    asOf: undefined,
    async read(handle) {
      const { segments } = announceScan(await table.size(), isCostAccepted, output);
      const count = createProgress(output, now, (read) => `${read} facts read`);
      await table.scan(segments, async (facts) => {
        await handle(facts);
        count(facts.length);
      });
    },
  };
}
