import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { Data } from '../../../shared/contract/index.ts';
import { type JsonObject, type JsonValue, withoutEmpty } from '../../../shared/json.ts';
import type { Normalized, Unrecognized } from '../../../shared/provider/provider-adapter.ts';
import { normalizeCloudApiValue } from '../../../shared/whatsapp/normalize-value.ts';

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

/** A message of a user; what is given replaces or adds to a text message. */
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
export function wrap(value: JsonValue): JsonObject {
  return { entry: [{ id: '102290129340398', changes: [{ field: 'messages', value }] }] };
}

/** The parts of a `value` that came from Meta, alone in its body. */
export function partsOf(value: JsonValue, alone = true): readonly Normalized[] {
  return normalizeCloudApiValue(value, {
    providerEvent: 'messages',
    path: ['entry', 0, 'changes', 0, 'value'],
    alone,
    account: { wabaId: '102290129340398' },
    wrap,
  });
}

/** The event of a `value` that gives one, without what is empty. */
export function draftOf(value: JsonValue): EventDraft {
  const [part, ...more] = partsOf(value);
  if (part === undefined || more.length > 0) throw new Error(`${more.length + 1} parts, not one`);
  if (!part.understood) throw new Error(`not understood: ${JSON.stringify(part.unrecognized)}`);
  return withoutEmpty(part.draft);
}

/** The message of a `value` that holds one, with contacts around it where the test needs them. */
export function messageOf(
  message: JsonObject,
  around: JsonObject = {},
): Data<'message.received'>['message'] {
  const draft = draftOf(valueWith({ messages: [message], ...around }));
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

/** What is said of a `value` that is not understood. */
export function unrecognizedOf(value: JsonValue): Unrecognized {
  const [part] = partsOf(value);
  if (part === undefined || part.understood) throw new Error('understood');
  return part.unrecognized;
}
