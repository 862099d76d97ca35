import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * The table of an ordered subscription. It has two kinds of items in the partition of a conversation:
 *
 * - an event, sorted by its position: `event` while it waits; after that only the fact that it was
 *   handled or is a dead letter remains, until `expiresAt`;
 * - the progress of the conversation, whose sort key is that of no position.
 */
export const orderTable = {
  partitionKey: 'conversation',
  sortKey: 'position',
  /** Time to live. */
  expiresAt: 'expiresAt',
} as const;

/**
 * How long an event waits at most: a day more than a queue keeps its ticket. Without the ticket, nothing would
 * handle or delete the event.
 */
export const waitingSeconds = 15 * 24 * 60 * 60;

/** Sort key of a conversation's progress: positions begin with a digit. */
export const progressKey = 'progress';

/** Partition key of a conversation: its hash, since names of conversations contain phone numbers. */
export function toPartition(conversation: string): string {
  return hash('sha256', conversation).slice(0, 40);
}

export function keyOf(conversation: string, position: string) {
  return {
    [orderTable.partitionKey]: { S: toPartition(conversation) },
    [orderTable.sortKey]: { S: position },
  };
}

/** Compressed, most events need one write unit instead of two. */
export function compressEvent(json: string): Uint8Array {
  return deflateRawSync(json);
}

export function decompressEvent(bytes: Uint8Array): string {
  return inflateRawSync(bytes).toString('utf8');
}
