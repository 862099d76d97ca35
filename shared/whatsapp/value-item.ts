import type { JsonObject, JsonValue } from '../json.ts';
import type { ItemPlace } from '../provider/item-place.ts';
import type { CloudApiOrigin } from './origin.ts';
import type { PersonRef } from './parties.ts';
import { findPeople } from './people.ts';
import type { CloudApiContact } from './schema.ts';
import { toList } from './to-list.ts';

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
