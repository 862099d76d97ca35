import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import { parseMediaKey } from '../../../shared/media/media-object.ts';
import { payloadPrefixes } from '../../../shared/payloads/payload-keys.ts';
import type { TableItem } from '../aws/dynamodb-events-table.ts';

/** What the event records of the table lead to. An object that none leads to has outlived its record. */
export interface References {
  look(item: Pick<TableItem, 'event' | 'payloadKey'>): void;
  /** Whether an event record points at this raw JSON in the payload bucket. */
  hasRaw(key: string): boolean;
  /** Whether the message of this file is in the table. */
  hasMessageOf(mediaKey: string): boolean;
}

/**
 * Collects references. A table has many messages with files: of each, only the beginning of its event's
 * id is kept, 48 bits of a hash in some 40 bytes of memory. Beside ten million messages, the chance that
 * one hides the file of another is one in 28 million.
 */
export function createReferences(): References {
  const raw = new Set<string>();
  const messages = new Set<number>();
  return {
    look({ event, payloadKey }) {
      if (payloadKey?.startsWith(payloadPrefixes.raw)) raw.add(payloadKey);
      if (!isMessageEvent(event) || event.detail.data.message.media.length === 0) return;
      messages.add(toNumber(event.detail.metadata.id));
    },
    hasRaw: (key) => raw.has(key),
    hasMessageOf: (key) => {
      const eventId = parseMediaKey(key)?.eventId;
      return eventId !== undefined && messages.has(toNumber(eventId));
    },
  };
}

/** The first 12 hexadecimal digits of a UUID; the next one is its version. */
function toNumber(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
