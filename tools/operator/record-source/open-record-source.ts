import type { EventsTable } from '../aws/dynamodb-events-table.ts';
import { createS3ExportFolder } from '../aws/s3-export-folder.ts';
import type { CommandContext, OptionValues } from '../command.ts';
import type { Stores } from '../gateway/open-stores.ts';
import { createProgress } from '../progress.ts';
import { announceScan, freeUsd } from '../scan-cost.ts';
import type { ExportFolder } from '../table-export/export-folder.ts';
import { createLocalExportFolder } from '../table-export/local-export-folder.ts';
import { openExportedTable } from './exported-table.ts';
import type { RecordSource } from './record-source.ts';

type Context = Pick<CommandContext, 'output' | 'now'>;

/** The options of every command that reads the whole table. */
export const recordSourceOptions = {
  'from-export': {
    type: 'string',
    value: 'PLACE',
    help: 'read a point-in-time export instead of the table: s3://BUCKET/…/AWSDynamoDB/ID or a folder',
  },
  'accept-cost': {
    type: 'boolean',
    help: `read the table even if that costs more than ${freeUsd} USD`,
  },
} as const;

/**
 * Opens the export that the command line names; without one, the table itself.
 *
 * @throws {OperatorError} when that place does not hold a complete export of this table
 */
export async function openRecordSource(
  values: OptionValues<typeof recordSourceOptions>,
  { gateway, table }: Stores,
  context: Context,
): Promise<RecordSource> {
  const place = values['from-export'];
  const { clients, resources, localOrigin } = gateway;
  if (place === undefined) {
    const isLocal = localOrigin !== undefined;
    return createScannedTable(table, { isCostAccepted: values['accept-cost'], isLocal }, context);
  }
  return openExportedTable(openFolder(place, clients), resources.eventsTable, context);
}

/** The event records in the table now, read by a parallel scan that prints its cost first. */
function createScannedTable(
  table: Pick<EventsTable, 'size' | 'scan'>,
  {
    isCostAccepted,
    isLocal,
  }: { readonly isCostAccepted: boolean | undefined; readonly isLocal: boolean },
  { output, now }: Context,
): RecordSource {
  return {
    asOf: undefined,
    async read(handle) {
      const { segments } = announceScan(await table.size(), isCostAccepted, output, isLocal);
      const count = createProgress(output, now, (read) => `${read} event records read`);
      await table.scan(segments, async (records) => {
        await handle(records);
        count(records.length);
      });
    },
  };
}

function openFolder(place: string, { s3 }: Stores['gateway']['clients']): ExportFolder {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.+?)\/?$/.exec(place) ?? [];
  return bucket !== undefined && prefix !== undefined
    ? createS3ExportFolder(s3, bucket, prefix)
    : createLocalExportFolder(place);
}
