import { toTableRecord } from '../aws/dynamodb-events-table.ts';
import { inParallel } from '../in-parallel.ts';
import { OperatorError } from '../operator-error.ts';
import { createProgress } from '../progress.ts';
import { readDataFile } from '../table-export/data-file.ts';
import type { ExportFolder } from '../table-export/export-folder.ts';
import { readManifest } from '../table-export/manifest.ts';
import type { Audience, RecordSource } from './record-source.ts';

/** Each holds one compressed file in memory. */
const readers = 4;

/**
 * The event records of a point-in-time export. No read unit of the table is used.
 *
 * @param tableName the table that it must be of
 * @throws {OperatorError} when there is no whole export of this table in the folder
 */
export async function openExportedTable(
  folder: ExportFolder,
  tableName: string,
  { output, now }: Audience,
): Promise<RecordSource> {
  const { exportTime, files, itemCount, ...exported } = await readManifest(folder);
  if (exported.tableName !== tableName) {
    throw new OperatorError(
      `${folder.name} is an export of the table ${exported.tableName}; this gateway's is ${tableName}`,
    );
  }
  return {
    asOf: exportTime,
    async read(handle) {
      output.progress(
        `reading an export with ${itemCount} items in ${files.length} files, as of ${exportTime}: what was stored later is not in it`,
      );
      let filesRead = 0;
      const count = createProgress(
        output,
        now,
        (items) => `${items} items read, ${filesRead} of ${files.length} files done`,
      );
      const remaining = files.values();
      await inParallel(Math.min(readers, files.length), async (_, signal) => {
        for (const file of remaining) {
          for await (const items of readDataFile(folder, file)) {
            if (signal.aborted) return;
            await handle(items.map(toTableRecord));
            count(items.length);
          }
          filesRead += 1;
        }
      });
    },
  };
}
