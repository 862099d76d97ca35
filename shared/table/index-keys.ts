import { type RecordKey, segment } from './keys.ts';

/** Keys of a sparse index: only items that have them are in the index. */
export interface IndexKey {
  readonly partition: string;
  readonly sort: string;
}

/** Partition of a conversation in the index `conversation`, by the key that its messages carry. */
export function conversationPartition(conversationKey: string): string {
  return segment(conversationKey);
}

/**
 * Key in the index `conversation`: sort `<occurredAt>#<first 4 characters of the event's id>`.
 *
 * Messages of one millisecond need a fixed order. The whole message id would give one too, but it is
 * in `pk` already, and half of all messages would cost a third write unit for its bytes.
 */
export function conversationIndexKey(message: {
  readonly conversationKey: string;
  readonly occurredAt: string;
  readonly eventId: string;
}): IndexKey {
  return {
    partition: conversationPartition(message.conversationKey),
    sort: `${message.occurredAt}#${message.eventId.slice(0, 4)}`,
  };
}

/** @returns `undefined` for text that is not a sort key of the index `conversation` */
export function parseConversationSort(
  sort: string,
): { readonly occurredAt: string; readonly eventIdStart: string } | undefined {
  const [, occurredAt, eventIdStart] = /^([^#]+)#([0-9a-f]{4})$/.exec(sort) ?? [];
  return occurredAt && eventIdStart ? { occurredAt, eventIdStart } : undefined;
}

/** After a defect of an adapter everything is quarantined: a day is spread over several partitions. */
const quarantineShards = 8;

/** Key in the index `quarantine`: partition `<UTC day>#<shard>`, sort `<receivedAt>#<pk>`. */
export function quarantineIndexKey(item: {
  readonly receivedAt: string;
  readonly eventId: string;
  readonly pk: RecordKey['pk'];
}): IndexKey {
  const shard = Number.parseInt(item.eventId.slice(0, 8), 16) % quarantineShards;
  return {
    partition: quarantineDayPartition(item.receivedAt.slice(0, 10), shard),
    sort: `${item.receivedAt}#${item.pk}`,
  };
}

/**
 * Every partition of one UTC day in the index `quarantine`.
 *
 * @param day `2026-11-21`
 */
export function quarantineDayPartitions(day: string): readonly string[] {
  return Array.from({ length: quarantineShards }, (_, shard) => quarantineDayPartition(day, shard));
}

/** @returns `undefined` for text that is not a sort key of the index `quarantine` */
export function parseQuarantineSort(
  sort: string,
): { readonly receivedAt: string; readonly pk: RecordKey['pk'] } | undefined {
  const [, receivedAt, pk] = /^([^#]+)#(.+)$/s.exec(sort) ?? [];
  return receivedAt && pk ? { receivedAt, pk } : undefined;
}

function quarantineDayPartition(day: string, shard: number): string {
  return `${day}#${shard}`;
}
