import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import { mediaFolder, parseMediaKey } from '../../../shared/media/media-object.ts';
import type { TableItem } from '../aws/dynamodb-events-table.ts';

/** What the event records of the table lead to. An object that none leads to has outlived its record. */
export interface References {
  look(item: Pick<TableItem, 'event' | 'payloadKey'>): void;
  /** Whether an event record points at this key of the payload bucket. */
  hasPayload(key: string): boolean;
  /** Whether the message of this file is in the table. */
  hasMessageOf(mediaKey: string): boolean;
}

/** Collects references: about 100 bytes for each message with files and each large raw JSON. */
export function createReferences(): References {
  const payloads = new Set<string>();
  const folders = new Set<string>();
  return {
    look({ event, payloadKey }) {
      if (payloadKey !== undefined) payloads.add(payloadKey);
      if (!isMessageEvent(event) || event.detail.data.message.media.length === 0) return;
      const { provider, occurredAt, id } = event.detail.metadata;
      folders.add(mediaFolder({ provider, occurredAt, eventId: id }));
    },
    hasPayload: (key) => payloads.has(key),
    hasMessageOf: (key) =>
      parseMediaKey(key) !== undefined && folders.has(key.slice(0, key.lastIndexOf('/') + 1)),
  };
}
