import { createCloudWatchState, filesFailedMetric } from '../aws/cloudwatch-state.ts';
import type { Stores } from '../gateway/open-stores.ts';
import { listFiles } from '../media/list-files.ts';
import { isSelected } from '../replay/select-records.ts';
import type { TimeRange } from '../time-range.ts';
import { checkFailedFiles } from './check-outbox.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';

/** How far the doctor looks back. No alarm stays raised for as long. */
const days = 7;

/** Counts the files that failed in the last days: the mirror makes no further attempt at them by itself. */
export function examineFiles(stores: Stores, now: Date): Promise<readonly Finding[]> {
  const { gateway } = stores;
  const since = new Date(now.getTime() - days * 24 * 60 * 60 * 1000);
  const range = { from: since.toISOString(), to: now.toISOString() };
  return examine('failed files', async () => {
    const from = range.from.slice(0, 10);
    if (gateway.localOrigin !== undefined) {
      return checkFailedFiles(await countInTable(stores, range), from);
    }
    if (!(await gateway.logMetrics()).has(filesFailedMetric)) {
      return checkFailedFiles('not counted', from);
    }
    const { metricNamespace } = gateway.resources;
    return checkFailedFiles(
      await createCloudWatchState().filesFailed(metricNamespace, days, now),
      from,
    );
  });
}

/** Reads the whole table, which is little on an emulator; it has no CloudWatch. */
async function countInTable({ table }: Stores, range: TimeRange): Promise<number> {
  const pks = new Set<string>();
  await table.scan(1, async (items) => {
    for (const item of items) {
      if (!isSelected(item, { range })) continue;
      if (item.event['detail-type'] === 'media.failed') pks.add(item.key.pk);
    }
  });
  const files = await listFiles([...pks], table);
  return files.filter(({ state }) => state === 'failed').length;
}
