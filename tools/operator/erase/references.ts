import { isMessageEvent, isReceivedCallback } from '../../../shared/contract/event-kinds.ts';
import { parseMediaKey } from '../../../shared/media/media-object.ts';
import { payloadPrefixes } from '../../../shared/payloads/payload-keys.ts';
import type { TableItem } from '../aws/dynamodb-events-table.ts';

/** What the event records of the table lead to. An object that none leads to has outlived its record. */
export interface References {
  look(item: Pick<TableItem, 'key' | 'event' | 'payloadKey'>): void;
  /** Whether an event record points at this raw JSON in the payload bucket, and says whom it is about. */
  hasRaw(key: string): boolean;
  /** Partition of the callback whose body is this object, if no adapter has read it. */
  partitionOf(key: string): string | undefined;
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
  const received = new Map<string, string>();
  const messages = new Set<number>();
  return {
    look({ key, event, payloadKey }) {
      if (payloadKey !== undefined && isReceivedCallback(event)) received.set(payloadKey, key.pk);
      else if (payloadKey?.startsWith(payloadPrefixes.raw)) raw.add(payloadKey);
      if (!isMessageEvent(event) || event.detail.data.message.media.length === 0) return;
      messages.add(toNumber(event.detail.metadata.id));
    },
    hasRaw: (key) => raw.has(key),
    partitionOf: (key) => received.get(key),
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
