import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type {
  NormalizeResult,
  Unrecognized,
} from '../../../../shared/provider/normalize-result.ts';
import type { ChannelDirectory } from '../../../../shared/provider/provider-adapter.ts';
import {
  type CompleteDraft,
  onlyOne,
  toDraft,
  toUnrecognized,
} from '../../../support/result-reader.ts';

const provider = await loadProvider('meta');

export const metadata = { display_phone_number: '15550100001', phone_number_id: '200000000000001' };

/** An entry of one account. */
export function entryOf(id: string, ...changes: readonly JsonValue[]): JsonObject {
  return { id, time: 1_768_046_400, changes };
}

export function changeOf(field: string, value: JsonValue): JsonObject {
  return { value, field };
}

export function callbackOf(...entry: readonly JsonValue[]): JsonObject {
  return { object: 'whatsapp_business_account', entry };
}

/** A callback with one change. */
export function callback(field: string, value: JsonValue): JsonObject {
  return callbackOf(entryOf('100000000000101', changeOf(field, value)));
}

/** The `value` of `messages` with these around it. */
export function messagesValue(over: JsonObject): JsonObject {
  return { messaging_product: 'whatsapp', metadata, ...over };
}

export function textFrom(from: string, id: string): JsonObject {
  return { from, id, timestamp: '1768046402', type: 'text', text: { body: 'Hello' } };
}

export function resultsOf(
  body: JsonValue,
  channels: ChannelDirectory = {},
): readonly NormalizeResult[] {
  return provider.normalize(body, { channels });
}

/** The drafts of a callback that gives only events. */
export function draftsOf(body: JsonValue, channels?: ChannelDirectory): readonly CompleteDraft[] {
  return resultsOf(body, channels).map((result) => toDraft(result, 'meta'));
}

/** Why the only item of a callback is unrecognized. */
export function unrecognizedOf(body: JsonValue): Unrecognized {
  return toUnrecognized(onlyOne(resultsOf(body)));
}
