import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { mediaFolder } from '../../../shared/media/object-key.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import type { TableItem } from '../aws/dynamodb-events-table.ts';

/** Everything that an erasure deletes. */
export interface ErasurePlan {
  readonly records: readonly RecordKey[];
  readonly payloadKeys: readonly string[];
  /** Keys in the media bucket. */
  readonly mediaKeys: readonly string[];
  /** Folders in the media bucket that hold a message's files. */
  readonly mediaFolders: readonly string[];
}

/** Plans to delete these items, their raw JSON in the payload bucket, and their files. */
export function planErasure(items: readonly TableItem[]): ErasurePlan {
  const events = items.map(({ event }) => event).filter((event) => event !== undefined);
  return {
    records: items.map(({ key }) => key),
    payloadKeys: toDistinct(items.map(({ payloadKey }) => payloadKey)),
    mediaKeys: toDistinct(events.map(storedFile)),
    mediaFolders: toDistinct(events.map(folderOfFiles)),
  };
}

function storedFile(event: TributaryEvent): string | undefined {
  return event['detail-type'] === 'media.stored' ? event.detail.data.key : undefined;
}

/** A file can be in the folder of its message without a `media.stored` that names it. */
function folderOfFiles(event: TributaryEvent): string | undefined {
  if (!isMessageEvent(event) || event.detail.data.message.media.length === 0) return undefined;
  const { provider, occurredAt, id } = event.detail.metadata;
  return mediaFolder({ provider, occurredAt, eventId: id });
}

function toDistinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== undefined);
}
