import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Detail, TributaryEvent } from '../contract/index.ts';
import type { EventRecord } from './event-record.ts';
import { compressRaw, decompressRaw } from './raw-json.ts';

/**
 * One item of the table `events`. It is flat, and `detail` is the JSON text that is published: the
 * bytes that subscribers got are the bytes that are kept (`docs/adr/0004-detail-as-text.md`).
 */
export interface EventItem {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
  readonly detail: { readonly S: string };
  /** The provider's JSON, compressed against `detail` (`docs/adr/0017-raw-json-against-its-event.md`). */
  readonly raw?: { readonly B: Uint8Array };
  /** Where the provider's JSON is in the payload bucket, when it is not here. */
  readonly payloadKey?: { readonly S: string };
  /** 1 on what the publisher must put on the bus; the stream's filter is on it. */
  readonly publish?: { readonly N: '1' };
  readonly conversation?: { readonly S: string };
  readonly conversationSort?: { readonly S: string };
  readonly quarantine?: { readonly S: string };
  readonly quarantineSort?: { readonly S: string };
  /** Time to live: seconds since 1970. */
  readonly expiresAt?: { readonly N: string };
}

/** The item of an event record. `expiresAtSeconds` is set only when the owner configured a retention. */
export function toEventItem(
  record: EventRecord,
  options: { readonly publish: boolean; readonly expiresAtSeconds?: number | undefined },
): EventItem {
  const { key, event, raw, payload, conversation, quarantine } = record;
  const detail = JSON.stringify(event.detail);
  return {
    pk: { S: key.pk },
    sk: { S: key.sk },
    detail: { S: detail },
    ...(raw !== undefined && { raw: { B: compressRaw(raw, detail) } }),
    ...(payload && { payloadKey: { S: payload.key } }),
    ...(options.publish && { publish: { N: '1' } as const }),
    ...(conversation && {
      conversation: { S: conversation.partition },
      conversationSort: { S: conversation.sort },
    }),
    ...(quarantine && {
      quarantine: { S: quarantine.partition },
      quarantineSort: { S: quarantine.sort },
    }),
    ...(options.expiresAtSeconds !== undefined && {
      expiresAt: { N: String(options.expiresAtSeconds) },
    }),
  };
}

/** The provider's JSON text as it was kept; the item's `detail` is needed to read it. */
export function readRaw(item: Partial<Record<string, AttributeValue>>): string | undefined {
  const bytes = item.raw?.B;
  return bytes === undefined ? undefined : decompressRaw(bytes, item.detail?.S ?? '');
}

/**
 * The event of an item, in EventBridge's words.
 *
 * @returns `undefined` when the item holds no event of ours
 */
export function readEvent(
  item: Partial<Record<string, AttributeValue>>,
): TributaryEvent | undefined {
  const text = item.detail?.S;
  return text === undefined ? undefined : parseEvent(text);
}

/** The event whose `detail` is this JSON text; `undefined` when it is none of ours. */
export function parseEvent(text: string): TributaryEvent | undefined {
  const detail: unknown = parseOrUndefined(text);
  if (!isDetail(detail)) return undefined;
  const { provider, type } = detail.metadata;
  return { source: `tributary.${provider}`, 'detail-type': type, detail } as TributaryEvent;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
