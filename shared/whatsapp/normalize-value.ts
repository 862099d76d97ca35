import type { Account, Business } from '../contract/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { toList } from '../provider/inbound.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import {
  continueWith,
  type ItemPlace,
  invalidShape,
  type JsonPath,
  readItem,
} from '../provider/read-item.ts';
import { normalizeMessage } from './messages.ts';
import type { CloudApiOrigin } from './origin.ts';
import { findPeople, type PersonRef, toAccount, toBusiness } from './parties.ts';
import { type CloudApiContact, cloudApiMessage, cloudApiStatus, cloudApiValue } from './schema.ts';
import { normalizeStatus } from './statuses.ts';

/**
 * Normalizes a Cloud API `value` of the fields `messages` and `smb_message_echoes`: one result for
 * each message, then for each echo, each status and each error, in their order. `origin` says what
 * stands around the `value`: Meta's `entry[].changes[]`, or a reseller's own envelope.
 *
 * Guarantee: never empty. A bad item, and a `value` without any item, is unrecognized.
 */
export function normalizeCloudApiValue(
  value: JsonValue | undefined,
  origin: CloudApiOrigin,
): NormalizeResult | readonly NormalizeResult[] {
  const { providerEvent, path, isOnlyValue } = origin;
  const raw = isOnlyValue || !isJsonObject(value) ? undefined : origin.toBody(value);
  const place = { providerEvent, path, raw };
  return continueWith(readItem(cloudApiValue, value, place), ({ metadata }) => {
    const items = isJsonObject(value) ? toItems(value, origin) : [];
    if (items.length === 0) return invalidShape(place, [], 'expected messages or statuses');
    const account = toAccount(metadata, origin);
    const business = toBusiness(metadata, origin);
    return items.map((item) => normalizeItem(item, { providerEvent, path, account, business }));
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
}

function normalizeItem(item: ValueItem, context: ValueContext): NormalizeResult {
  const { list, json, placeOf } = item;
  switch (list) {
    case 'messages':
    case 'message_echoes':
      return continueWith(readItem(cloudApiMessage, json, placeOf), (message) =>
        normalizeMessage(message, item, list, context),
      );
    case 'statuses':
      return continueWith(readItem(cloudApiStatus, json, placeOf), (status) =>
        normalizeStatus(status, item, context),
      );
    case 'errors':
      // An error of the account or the app that concerns no message: the contract has no event for
      // it, and an operator must see it.
      return invalidShape(placeOf(), [], 'an error without a message');
    default:
      return list satisfies never;
  }
}

/** The lists of a `value`, in the order in which their events come out. */
const lists = ['messages', 'message_echoes', 'statuses', 'errors'] as const;

type ItemList = (typeof lists)[number];

/** One entry of a list of a `value`. */
export interface ValueItem {
  readonly list: ItemList;
  readonly json: JsonValue;
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
  const entries = lists.flatMap((list) => toEntries(list, value[list]));
  const isOnlyItem = entries.length === 1;
  const personOf = findPeople(value.contacts, isOnlyItem);
  const common = toCommon(value);

  return entries.map(({ list, index, json }) => ({
    list,
    json,
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
      };
      return { providerEvent, path, raw: origin.toBody(valueOfItem) };
    },
  }));
}

/** The fields of a `value` that each of its items needs, to be normalized on its own. */
function toCommon({ messaging_product, metadata }: JsonObject): JsonObject {
  return {
    ...(messaging_product !== undefined && { messaging_product }),
    ...(metadata !== undefined && { metadata }),
  };
}

function toEntries(list: ItemList, value: JsonValue | undefined) {
  return toList(value).map((json, index) => ({ list, index, json }));
}
