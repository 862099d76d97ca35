import { joinNames, readSegment, segment } from './key-parts.ts';

/** What event records are about; `callbackData` leads to them. */
export const partitionKinds = [
  'message',
  'template',
  'account',
  'phone',
  'user',
  'conversation',
  'group',
  'payment',
  'call',
  'quarantine',
  'callback',
  'callbackData',
] as const;

export type PartitionKind = (typeof partitionKinds)[number];

/** What a partition key says. */
export interface Partition {
  readonly kind: PartitionKind;
  readonly provider: string;
  /** What the partition is known by: an id, digits of a phone, a text of the owner's, the hash of quarantined JSON. */
  readonly id: string;
}

/** `<kind>#<provider>#<id>` */
export function partitionKey(kind: PartitionKind, provider: string, id: string): string {
  return `${partitionPrefix(kind, provider)}${segment(id)}`;
}

/**
 * Partition of everything that is known about a payment.
 *
 * @param business WhatsApp's id of the phone number of the business, or what the provider knows it by:
 *   the id of an order is unique only there
 */
export function paymentPartition(
  provider: string,
  {
    business,
    referenceId,
  }: { readonly business: string | undefined; readonly referenceId: string },
): string {
  return partitionKey('payment', provider, joinNames(business, referenceId));
}

/** Partition of everything that is known about a message. */
export function messagePartition(provider: string, messageId: string): string {
  return partitionKey('message', provider, messageId);
}

/** One of the partitions of what has a text of the owner's. */
export function callbackDataPartition(
  provider: string,
  callbackData: string,
  shard: number,
): string {
  return `${partitionKey('callbackData', provider, callbackData)}#${shard}`;
}

/** Beginning of the partition keys of one kind, or of those that belong to one provider. */
export function partitionPrefix(kind: PartitionKind, provider?: string): string {
  return provider === undefined ? `${kind}#` : `${kind}#${provider}#`;
}

/** @returns `undefined` for the partition of an audit entry, and for any other text */
export function parsePartitionKey(pk: string): Partition | undefined {
  const [, word, provider, part, shard] = /^([a-zA-Z]+)#([^#]+)#([^#]+)(?:#(\d+))?$/.exec(pk) ?? [];
  const kind = partitionKinds.find((each) => each === word);
  const id = readSegment(part);
  const hasShards = kind === 'callbackData';
  if (hasShards !== (shard !== undefined)) return undefined;
  return kind && provider && id ? { kind, provider, id } : undefined;
}
