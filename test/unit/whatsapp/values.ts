import type { Data } from '../../../shared/contract/index.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { NormalizeResult, Unrecognized } from '../../../shared/provider/normalize-result.ts';
import { normalizeCloudApiValue } from '../../../shared/whatsapp/normalize-value.ts';
import {
  type CompleteDraft,
  onlyOne,
  toDraft,
  toUnrecognized,
} from '../../support/result-reader.ts';

export const businessPhone = '15550100001';
export const userPhone = '447700900123';

/** A `value` around the given lists, as Meta sends it. */
export function valueWith(lists: JsonObject): JsonObject {
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: businessPhone, phone_number_id: '200000000000031' },
    ...lists,
  };
}

/** A text message from a user; `fields` replace or extend it. */
export function messageWith(fields: JsonObject = {}): JsonObject {
  return {
    from: userPhone,
    id: 'wamid.IN',
    timestamp: '1756109460',
    type: 'text',
    text: { body: 'hello' },
    ...fields,
  };
}

export function statusWith(fields: JsonObject = {}): JsonObject {
  return {
    id: 'wamid.OUT',
    status: 'delivered',
    timestamp: '1756109461',
    recipient_id: userPhone,
    ...fields,
  };
}

/** The body that Meta wraps around a `value`. */
export function toBody(value: JsonValue): JsonObject {
  return { entry: [{ id: '102290129340398', changes: [{ field: 'messages', value }] }] };
}

/** The results of a `value` from Meta. */
export function resultsOf(value: JsonValue, isOnlyValue = true): readonly NormalizeResult[] {
  const results = normalizeCloudApiValue(value, {
    providerEvent: 'messages',
    path: ['entry', 0, 'changes', 0, 'value'],
    isOnlyValue,
    account: { wabaId: '102290129340398' },
    toBody,
  });
  return [results].flat();
}

/** The draft of a `value` that gives one event. */
export function draftOf(value: JsonValue): CompleteDraft {
  return toDraft(onlyOne(resultsOf(value)));
}

/** The message that a `value` around this one becomes; a notice about a user gives further events. */
export function messageOf(
  message: JsonObject,
  around: JsonObject = {},
): Data<'message.received'>['message'] {
  const [result, ...others] = resultsOf(valueWith({ messages: [message], ...around }));
  if (result === undefined || others.some((other) => toDraft(other).type !== 'user.updated')) {
    throw new Error(`${others.length} other results`);
  }
  const draft = toDraft(result);
  if (draft.type !== 'message.received') throw new Error(`a ${draft.type}`);
  return draft.data.message;
}

export function statusOf(
  status: JsonObject,
  around: JsonObject = {},
): Data<'message.status.updated'> {
  const draft = draftOf(valueWith({ statuses: [status], ...around }));
  if (draft.type !== 'message.status.updated') throw new Error(`a ${draft.type}`);
  return draft.data;
}

/** Why the only item of a `value` is unrecognized. */
export function unrecognizedOf(value: JsonValue): Unrecognized {
  return toUnrecognized(onlyOne(resultsOf(value)));
}
