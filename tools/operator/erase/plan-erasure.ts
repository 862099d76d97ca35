import type { RecordKey } from '../../../shared/table/keys.ts';
import type { TableRecord } from '../aws/dynamodb-events-table.ts';

/** Everything that an erasure deletes. */
export interface ErasurePlan {
  readonly records: readonly RecordKey[];
  readonly payloadKeys: readonly string[];
  /** Keys in the media bucket. */
  readonly mediaKeys: readonly string[];
  /** Folders in the media bucket that hold a message's files. */
  readonly mediaFolders: readonly string[];
}

/** What is to be deleted with these event records: they themselves, their raw JSON, and their files. */
export function planErasure(records: readonly TableRecord[]): ErasurePlan {
  return {
    records: records.map(({ key }) => key),
    payloadKeys: distinct(records.map(({ payloadKey }) => payloadKey)),
    mediaKeys: distinct(
      records.map(({ event }) =>
        event?.['detail-type'] === 'media.stored' ? event.detail.data.key : undefined,
      ),
    ),
    mediaFolders: distinct(records.map(mediaFolder)),
  };
}

/**
 * `<provider>/<UTC day>/<event id>/`, where the mirror puts the files of a message. A file can be
 * there without the event record that says so.
 */
function mediaFolder({ event }: TableRecord): string | undefined {
  if (event === undefined || !('message' in event.detail.data)) return undefined;
  if (event.detail.data.message.media.length === 0) return undefined;
  const { provider, occurredAt, id } = event.detail.metadata;
  return `${provider}/${occurredAt.slice(0, 10)}/${id}/`;
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== undefined);
}
