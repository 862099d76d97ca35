import type { EventItem } from './event-item.ts';

/** The attributes of the table's items. */
export type AttributeName = keyof EventItem | 'alias';

/** Attributes that are named outside `event-item.ts`: by the table, by queries and by permissions. */
export const attributes = {
  partitionKey: 'pk',
  sortKey: 'sk',
  detail: 'detail',
  /** On an alias: the partition that it stands for. */
  alias: 'alias',
  timeToLive: 'expiresAt',
  recognizedBy: 'recognizedBy',
} as const satisfies Readonly<Record<string, AttributeName>>;

/** The sparse indexes, with the attributes of their keys. An index holds the keys and `detail`. */
export const indexes = {
  conversation: {
    name: 'conversation',
    partitionKey: 'conversation',
    sortKey: 'conversationSort',
  },
  quarantine: { name: 'quarantine', partitionKey: 'quarantine', sortKey: 'quarantineSort' },
} as const satisfies Readonly<
  Record<
    string,
    { readonly name: string; readonly partitionKey: AttributeName; readonly sortKey: AttributeName }
  >
>;

/**
 * The attributes that subscribers may read: those of the contract, and `alias`, which leads from a
 * message's second id to its event records. The provider's raw JSON is not among them.
 */
export const readableAttributes = [
  attributes.partitionKey,
  attributes.sortKey,
  attributes.detail,
  attributes.alias,
] as const;
