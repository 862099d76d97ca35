import { provider } from '../../../../functions/providers/meta/index.ts';
import type { EventDraft } from '../../../../shared/contract/draft.ts';
import { type JsonObject, type JsonValue, withoutEmpty } from '../../../../shared/json.ts';
import type {
  ChannelDirectory,
  NormalizedPart,
  UnmappedItem,
  Unrecognized,
} from '../../../../shared/provider/provider-adapter.ts';

export const metadata = { display_phone_number: '15550100001', phone_number_id: '200000000000001' };

/** An entry of one account. */
export function entryOf(id: string, ...changes: readonly JsonValue[]): JsonObject {
  return { id, time: 1_768_046_400, changes };
}

export function changeOf(field: string, value: JsonValue): JsonObject {
  return { value, field };
}

export function deliveryOf(...entry: readonly JsonValue[]): JsonObject {
  return { object: 'whatsapp_business_account', entry };
}

/** A delivery with one change. */
export function delivery(field: string, value: JsonValue): JsonObject {
  return deliveryOf(entryOf('100000000000101', changeOf(field, value)));
}

/** The `value` of `messages` with these around it. */
export function messagesValue(over: JsonObject): JsonObject {
  return { messaging_product: 'whatsapp', metadata, ...over };
}

export function textFrom(from: string, id: string): JsonObject {
  return { from, id, timestamp: '1768046402', type: 'text', text: { body: 'Hello' } };
}

export function partsOf(
  body: JsonValue,
  channels: ChannelDirectory = {},
): readonly NormalizedPart[] {
  return provider.normalize(body, { channels });
}

/** The events of a delivery that gives nothing else, without what is empty. */
export function draftsOf(body: JsonValue, channels?: ChannelDirectory): readonly EventDraft[] {
  return partsOf(body, channels).map((part) => {
    if ('draft' in part) return withoutEmpty(part.draft);
    throw new Error(`no event: ${JSON.stringify(part)}`);
  });
}

/** What is said of a delivery of which nothing is understood. */
export function unrecognizedOf(body: JsonValue): Unrecognized {
  const [part, ...more] = partsOf(body);
  if (part !== undefined && 'unrecognized' in part && more.length === 0) return part.unrecognized;
  throw new Error(`no unrecognized item: ${JSON.stringify(part)}`);
}

/** What is kept of a delivery that has no event. */
export function keptOf(body: JsonValue): UnmappedItem {
  const [part, ...more] = partsOf(body);
  if (part !== undefined && 'kept' in part && more.length === 0) return part.kept;
  throw new Error(`not kept: ${JSON.stringify(part)}`);
}
