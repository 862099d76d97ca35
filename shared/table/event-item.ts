import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { toSource } from '../contract/event-kinds.ts';
import type { Detail, TributaryEvent } from '../contract/index.ts';
import { parseJsonOrUndefined } from '../json.ts';
import type { AttributeName } from './attributes.ts';
import type { EventRecord } from './event-record.ts';
import { compressRaw, decompressRaw } from './raw-json.ts';

/** An item as DynamoDB returns it: an event record, an alias, or an audit entry. */
export type ItemAttributes = Readonly<Partial<Record<AttributeName, AttributeValue>>>;

/**
 * The DynamoDB form of an event record. It is flat, and `detail` is the JSON text that is published:
 * the table keeps the bytes that subscribers receive (`docs/adr/0004-detail-as-text.md`).
 */
export interface EventItem {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
  readonly detail: { readonly S: string };
  /** The provider's JSON, compressed against `detail` (`docs/adr/0017-raw-json-against-its-event.md`). */
  readonly raw?: { readonly B: Uint8Array };
  /** Key of the provider's JSON in the payload bucket, when it is not in `raw`. */
  readonly payloadKey?: { readonly S: string };
  /** 1 on records that the publisher must publish; the stream's filter selects them by it. */
  readonly publish?: { readonly N: '1' };
  readonly conversation?: { readonly S: string };
  readonly conversationSort?: { readonly S: string };
  readonly quarantine?: { readonly S: string };
  readonly quarantineSort?: { readonly S: string };
  /** On the outcome of a file: hashes of the user's names, with commas. An erasure finds it by them. */
  readonly userHashes?: { readonly S: string };
  /** Name of the replay that recognized the item and took it out of the index `quarantine`. */
  readonly recognizedBy?: { readonly S: string };
  /** Time to live: seconds since 1970. */
  readonly expiresAt?: { readonly N: string };
}

/**
 * The item of an event record.
 *
 * @param options `publish`: whether the publisher puts the event on the bus. `expiresAtSeconds`:
 *   absent when the owner configured no retention.
 */
export function toEventItem(
  record: EventRecord,
  options: { readonly publish: boolean; readonly expiresAtSeconds?: number | undefined },
): EventItem {
  const { key, event, raw, payload, conversation, quarantine, userHashes = [] } = record;
  const { publish, expiresAtSeconds } = options;
  const detail = JSON.stringify(event.detail);
  // Each attribute is assigned: to spread an object for each takes several times as long.
  const item: { -readonly [Name in keyof EventItem]: EventItem[Name] } = {
    pk: { S: key.pk },
    sk: { S: key.sk },
    detail: { S: detail },
  };
  if (raw !== undefined) item.raw = { B: compressRaw(raw, detail) };
  if (payload) item.payloadKey = { S: payload.key };
  if (publish) item.publish = { N: '1' };
  if (conversation) {
    item.conversation = { S: conversation.partition };
    item.conversationSort = { S: conversation.sort };
  }
  if (quarantine) {
    item.quarantine = { S: quarantine.partition };
    item.quarantineSort = { S: quarantine.sort };
  }
  if (userHashes.length > 0) item.userHashes = { S: userHashes.join(',') };
  if (expiresAtSeconds !== undefined) item.expiresAt = { N: String(expiresAtSeconds) };
  return item;
}

/**
 * The provider's JSON text of an item. The item's `detail` is needed to read it.
 *
 * @returns `undefined` when the item has none
 * @throws {Error} when it was compressed with a dictionary that this code does not have
 */
export function readRaw(item: ItemAttributes): string | undefined {
  const bytes = item.raw?.B;
  return bytes === undefined ? undefined : decompressRaw(bytes, item.detail?.S ?? '');
}

/**
 * The event of an item, as it goes on the bus.
 *
 * @returns `undefined` when the item is not an event record
 */
export function readEvent(item: ItemAttributes): TributaryEvent | undefined {
  const text = item.detail?.S;
  return text === undefined ? undefined : parseEvent(text);
}

/** @returns the event whose `detail` is this JSON text; `undefined` for any other text */
export function parseEvent(text: string): TributaryEvent | undefined {
  const detail = parseJsonOrUndefined(text);
  if (!isDetail(detail)) return undefined;
  const { provider, type } = detail.metadata;
  return { source: toSource(provider), 'detail-type': type, detail } as TributaryEvent;
}

function isDetail(value: unknown): value is Detail {
  if (typeof value !== 'object' || value === null || !('metadata' in value)) return false;
  const { metadata } = value;
  return (
    typeof metadata === 'object' &&
    metadata !== null &&
    'provider' in metadata &&
    'type' in metadata &&
    typeof metadata.provider === 'string' &&
    typeof metadata.type === 'string'
  );
}
