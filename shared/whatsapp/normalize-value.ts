import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { toList } from '../provider/inbound.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { type ItemPlace, invalidShape, readItem } from '../provider/read-item.ts';
import { normalizeMessage } from './messages.ts';
import type { CloudApiOrigin } from './origin.ts';
import { findPeople, type PersonRef } from './parties.ts';
import { type CloudApiContact, type CloudApiMetadata, cloudApiValue } from './schema.ts';
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
): readonly NormalizeResult[] {
  const raw = origin.isAlone || !isJsonObject(value) ? undefined : origin.wrap(value);
  const place = { providerEvent: origin.providerEvent, path: origin.path, raw };
  const read = readItem(cloudApiValue, value, place);
  if (read.kind === 'unrecognized') return [read];
  const items = isJsonObject(value) ? toItems(value, origin) : [];
  return items.length === 0
    ? [invalidShape(place, [], 'expected messages or statuses')]
    : items.map((item) => normalizeItem(item, read.value.metadata, origin));
}

function normalizeItem(
  item: ValueItem,
  metadata: CloudApiMetadata,
  origin: CloudApiOrigin,
): NormalizeResult {
  switch (item.list) {
    case 'messages':
    case 'message_echoes':
      return normalizeMessage(item, item.list, metadata, origin);
    case 'statuses':
      return normalizeStatus(item, metadata, origin);
    case 'errors':
      // An error of the account or the app that concerns no message: the contract has no event for
      // it, and an operator must see it.
      return invalidShape(item.placeOf(), [], 'an error without a message');
    default:
      return item.list satisfies never;
  }
}

/** The lists of a `value`, in the order in which their events come out. */
const lists = ['messages', 'message_echoes', 'statuses', 'errors'] as const;

export type ItemList = (typeof lists)[number];

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
 * The entries of all lists of a `value`, each able to give its events when it is read alone. The
 * cost grows with their number, not with its square: a callback may hold a thousand.
 */
export function toItems(value: JsonObject, origin: CloudApiOrigin): readonly ValueItem[] {
  const entries = lists.flatMap((list) => toEntries(list, value[list]));
  const isLone = entries.length === 1;
  const personOf = findPeople(value.contacts, isLone);
  const common = toCommon(value);

  return entries.map(({ list, index, json }) => ({
    list,
    json,
    contactOf: (ref) => personOf(ref)?.contact,
    placeOf(ref) {
      const { providerEvent } = origin;
      const path = [...origin.path, list, index];
      if (isLone && origin.isAlone) return { providerEvent, path };
      const person = ref && personOf(ref);
      const own = {
        ...common,
        ...(person && { contacts: [person.json] }),
        [list]: [json],
      };
      return { providerEvent, path, raw: origin.wrap(own) };
    },
  }));
}

/** What the items of a `value` have in common: with these around it, each can be read alone. */
function toCommon({ messaging_product, metadata }: JsonObject): JsonObject {
  return {
    ...(messaging_product !== undefined && { messaging_product }),
    ...(metadata !== undefined && { metadata }),
  };
}

function toEntries(list: ItemList, value: JsonValue | undefined) {
  return toList(value).map((json, index) => ({ list, index, json }));
}
