import type { Account, Business } from '../contract/index.ts';
import { isEmpty, type JsonObject, type JsonValue } from '../json.ts';
import { toList, toObject } from '../provider/inbound.ts';
import type { Ignored, NormalizeResult } from '../provider/normalize-result.ts';
import {
  continueWith,
  type ItemPlace,
  invalidShape,
  type JsonPath,
  readItem,
} from '../provider/read-item.ts';
import { cloudApiCall, cloudApiCallStatus, normalizeCall, normalizeCallStatus } from './calls.ts';
import { normalizeLoneError } from './lone-errors.ts';
import { normalizeMessage } from './messages.ts';
import { type CloudApiOrigin, type ItemList, itemLists } from './origin.ts';
import { findPeople, type PersonRef, toAccount, toBusiness } from './parties.ts';
import { cloudApiPayment, normalizePayment } from './payments.ts';
import { lacksContent } from './read-body.ts';
import {
  type CloudApiContact,
  cloudApiError,
  cloudApiMessage,
  cloudApiStatus,
  cloudApiValue,
} from './schema.ts';
import { toFlatEcho } from './sent-message.ts';
import { normalizeStatus } from './statuses.ts';
import { withUserChange } from './user-changes.ts';

/**
 * Normalizes a Cloud API `value` of the fields `messages`, `calls` and those of echoes: one result for
 * each message, then for each echo, each call, each status, each action and each error, in their order.
 * The lists that are there decide, not the name of the field. `origin` says what stands around the
 * `value`: Meta's `entry[].changes[]`, or a reseller's own envelope.
 *
 * Guarantee: never empty. A bad item, and a `value` without any item, is unrecognized.
 */
export function normalizeCloudApiValue(
  held: JsonValue | undefined,
  origin: CloudApiOrigin,
): NormalizeResult | readonly NormalizeResult[] {
  const { providerEvent, path, isOnlyValue } = origin;
  const value = toObject(held);
  const raw = isOnlyValue || value === undefined ? undefined : origin.toBody(value);
  const place = { providerEvent, path, raw };
  return continueWith(readItem(cloudApiValue, value, place), ({ metadata }) => {
    const items = value === undefined ? [] : toItems(value, origin);
    if (items.length === 0) return invalidShape(place, [], 'expected messages or statuses');
    const context: ValueContext = {
      providerEvent,
      path,
      account: toAccount(metadata, origin),
      business: toBusiness(metadata, origin),
      metadata: value?.metadata ?? null,
    };
    const results: NormalizeResult[] = [];
    for (const item of items) {
      const result = normalizeItem(item, context, origin);
      if ('kind' in result) results.push(result);
      else results.push(...result);
    }
    return results;
  });
}

/** What all items of a `value` have in common. */
export interface ValueContext {
  /** The provider's name of the event. */
  readonly providerEvent: string;
  /** Where the `value` stands in the body. */
  readonly path: JsonPath;
  readonly account: Account;
  /** Absent when nothing names it. */
  readonly business: Business | undefined;
  /** The JSON that says which number of the business it is about: it belongs to each of its items. */
  readonly metadata: JsonValue;
}

function normalizeItem(
  item: ValueItem,
  context: ValueContext,
  { normalizeError }: CloudApiOrigin,
): NormalizeResult | readonly NormalizeResult[] {
  const { list, json, placeOf, ignored } = item;
  if (ignored !== undefined) return ignored;
  switch (list) {
    case 'messages':
      return continueWith(readItem(cloudApiMessage, json, placeOf), (message) => {
        const result = normalizeMessage(message, item, list, context);
        if (message.type !== 'system') return result;
        return withUserChange(result, message.system, { metadata: context.metadata, entry: json });
      });
    case 'message_echoes': {
      const echo = { ...item, json: toFlatEcho(json) };
      return continueWith(readItem(cloudApiMessage, echo.json, placeOf), (message) =>
        normalizeMessage(message, echo, list, context),
      );
    }
    case 'calls':
      return continueWith(readItem(cloudApiCall, json, placeOf), (call) =>
        normalizeCall(call, item, context),
      );
    case 'statuses':
      return normalizeStatusOf(item, context);
    case 'user_actions':
      // A tap on a marketing message, for Meta's reports on ads: it names no user and no message.
      return { kind: 'unmapped', providerEvent: context.providerEvent, raw: placeOf().raw };
    case 'errors':
      return (
        normalizeError?.(json, placeOf()) ??
        continueWith(readItem(cloudApiError, json, placeOf), (error) =>
          normalizeLoneError(error, item, context),
        )
      );
    default:
      return list satisfies never;
  }
}

/** Not every status is that of a message. */
function normalizeStatusOf(item: ValueItem, context: ValueContext): NormalizeResult {
  const { json, placeOf } = item;
  switch (toStatusType(toObject(json))) {
    case 'payment':
      return continueWith(readItem(cloudApiPayment, json, placeOf), (status) =>
        normalizePayment(status, item, context),
      );
    case 'call':
      return continueWith(readItem(cloudApiCallStatus, json, placeOf), (status) =>
        normalizeCallStatus(status, item, context),
      );
    case 'message':
      return continueWith(readItem(cloudApiStatus, json, placeOf), (status) =>
        normalizeStatus(status, item, context),
      );
    default:
      return invalidShape(placeOf(), ['type'], 'expected message, payment or call');
  }
}

/** What a status is about. Where it does not say, its shape does; WhatsApp's ids of calls are `wacid.…`. */
function toStatusType({ type, payment, id }: JsonObject = {}): JsonValue {
  if (!isEmpty(type)) return typeof type === 'string' ? type.toLowerCase() : type;
  if (!isEmpty(payment)) return 'payment';
  return typeof id === 'string' && id.startsWith('wacid.') ? 'call' : 'message';
}

/** One entry of a list of a `value`. */
export interface ValueItem {
  readonly list: ItemList;
  /** The entry as the Cloud API has it, with the errors of the `value` where they are its own. */
  readonly json: JsonValue;
  /** The id that a reseller gives to the message, besides WhatsApp's. */
  readonly ownId?: string | undefined;
  /** What becomes of an entry that only a reseller has. */
  readonly ignored?: Ignored | undefined;
  /** The entry of `contacts` about this person, if there is one. */
  contactOf(ref: PersonRef): CloudApiContact | undefined;
  /** Where the item stands, with its raw form. A person's entry of `contacts` belongs to that form. */
  placeOf(person?: PersonRef): ItemPlace;
}

/**
 * The entries of all lists of a `value`, each with the context to be normalized on its own. The cost
 * grows with their number, not with its square: a callback may hold a thousand.
 */
function toItems(value: JsonObject, origin: CloudApiOrigin): readonly ValueItem[] {
  const entries = toEntries(value);
  const isOnlyItem = entries.length === 1;
  const personOf = findPeople(value.contacts, isOnlyItem);
  const common = toCommon(value);

  return entries.map(({ list, index, json, errors }) => ({
    list,
    ...toCloudApi(list, errors === undefined ? json : { ...toObject(json), errors }, origin),
    contactOf: (ref) => personOf(ref)?.contact,
    placeOf(ref) {
      const { providerEvent } = origin;
      const path = [...origin.path, list, index];
      if (isOnlyItem && origin.isOnlyValue) return { providerEvent, path };
      const person = ref && personOf(ref);
      const valueOfItem = {
        ...common,
        ...(person && { contacts: [person.json] }),
        [list]: [json],
        ...(errors !== undefined && { errors }),
      };
      return { providerEvent, path, raw: origin.toBody(valueOfItem) };
    },
  }));
}

/** An entry without what a reseller changed in it. */
function toCloudApi(
  list: ItemList,
  json: JsonValue,
  origin: CloudApiOrigin,
): Pick<ValueItem, 'json' | 'ownId' | 'ignored'> {
  const entry = origin.toCloudApi && toObject(json);
  const read = entry && origin.toCloudApi?.(list, entry);
  if (read === undefined) return { json };
  return read.kind === 'entry' ? read : { json, ignored: read };
}

/** The fields of a `value` that each of its items needs, to be normalized on its own. */
function toCommon({ messaging_product, metadata }: JsonObject): JsonObject {
  return {
    ...(messaging_product !== undefined && { messaging_product }),
    ...(metadata !== undefined && { metadata }),
  };
}

interface Entry {
  readonly list: ItemList;
  readonly index: number;
  readonly json: JsonValue;
  /** The errors of the `value`, where they say what is wrong with this entry. */
  readonly errors?: JsonValue | undefined;
}

/**
 * The entries of all lists. WhatsApp writes why it cannot show a message, or why a call failed, beside
 * the list. Errors beside other items concern none of them, and are items of their own.
 */
function toEntries(value: JsonObject): readonly Entry[] {
  const entries = itemLists.flatMap((list) =>
    toList(value[list]).map((json, index): Entry => ({ list, index, json })),
  );
  const { errors } = value;
  if (isEmpty(errors) || !entries.some(isExplained)) return entries;
  return entries
    .filter(({ list }) => list !== 'errors')
    .map((entry) => (isExplained(entry) ? { ...entry, errors } : entry));
}

/** Whether the errors of a `value` are those of an entry: it has none, and lacks something. */
function isExplained({ list, json }: Entry): boolean {
  const item = toObject(json);
  if (item === undefined || !isEmpty(item.errors)) return false;
  if (list === 'calls') return item.event === 'terminate';
  return (list === 'messages' || list === 'message_echoes') && lacksContent(item.type, item);
}
