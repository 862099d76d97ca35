import type { JsonObject, JsonValue } from '../json.ts';
import type { Where } from './message-body.ts';
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
  /** Where the item stands, with its raw form; `ref` says whose contact belongs to it. */
  where(ref?: PersonRef): Where;
}

/** What the items of a `value` have in common: with these around it, each is understood alone. */
function toCommon({ messaging_product, metadata }: JsonObject): JsonObject {
  return {
    ...(messaging_product !== undefined && { messaging_product }),
    ...(metadata !== undefined && { metadata }),
  };
}

/**
 * The entries of all lists of a `value`, each able to give its events when it is read alone. The
 * cost grows with their number, not with its square: a delivery may hold a thousand.
 */
export function toItems(value: JsonObject, origin: CloudApiOrigin): readonly ValueItem[] {
  const listed = lists.flatMap((list) => toEntries(list, value[list]));
  const isLone = listed.length === 1;
  const personOf = findPeople(value.contacts, isLone);
  const common = toCommon(value);

  return listed.map(({ list, index, json }) => ({
    list,
    json,
    contactOf: (ref) => personOf(ref)?.contact,
    where(ref) {
      const path = [...origin.path, list, index];
      if (isLone && origin.alone) return { providerEvent: origin.providerEvent, path };
      const person = ref && personOf(ref);
      const own = {
        ...common,
        ...(person && { contacts: [person.json] }),
        [list]: [json],
      };
      return { providerEvent: origin.providerEvent, path, raw: origin.wrap(own) };
    },
  }));
}

function toEntries(list: ItemList, value: JsonValue | undefined) {
  return toList(value).map((json, index) => ({ list, index, json }));
}
