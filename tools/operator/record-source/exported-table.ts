import { toTableItem } from '../aws/dynamodb-events-table.ts';
import type { CommandContext } from '../command.ts';
import { inParallel } from '../in-parallel.ts';
import { OperatorError } from '../operator-error.ts';
import { createProgress } from '../progress.ts';
import { readDataFile } from '../table-export/data-file.ts';
import type { ExportFolder } from '../table-export/export-folder.ts';
import { readManifest } from '../table-export/manifest.ts';
import type { RecordSource } from './record-source.ts';

/** Files that are read at a time. Each reader holds one compressed file in memory. */
const readers = 4;

/**
 * Opens a point-in-time export. Reading it uses no read units of the table.
 *
 * @param tableName the table that the export must be of
 * @throws {OperatorError} when the folder does not hold a complete export of this table
 */
export async function openExportedTable(
  folder: ExportFolder,
  tableName: string,
  { output, now }: Pick<CommandContext, 'output' | 'now'>,
): Promise<RecordSource> {
  const { exportTime, files, itemCount, ...exported } = await readManifest(folder);
  if (exported.tableName !== tableName) {
    throw new OperatorError(
      `${folder.name} is an export of the table ${exported.tableName}; the table of this gateway is ${tableName}`,
    );
  }
  return {
    asOf: exportTime,
    async read(handle) {
      output.progress(
        `reading an export of ${exportTime} with ${itemCount} items in ${files.length} files; it has nothing that was stored later`,
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
            await handle(items.map(toTableItem));
            count(items.length);
          }
          filesRead += 1;
        }
      });
    },
  };
}
