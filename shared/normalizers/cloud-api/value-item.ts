import { readItem } from '../../providers/read-item.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Where } from './message-body.ts';
import type { CloudApiOrigin } from './origin.ts';
import type { PersonRef } from './parties.ts';
import { type CloudApiContact, cloudApiContact } from './schema.ts';

/** The lists of a `value`, in the order in which their events come out. */
export type ItemList = 'messages' | 'message_echoes' | 'statuses' | 'errors';

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
const around = ['messaging_product', 'metadata'] as const;

/**
 * The entries of all lists of a `value`, each able to give its events when it is read alone. The
 * cost grows with their number, not with its square: a delivery may hold a thousand.
 */
export function toItems(value: JsonObject, origin: CloudApiOrigin): readonly ValueItem[] {
  const listed = [
    ...toEntries('messages', value.messages),
    ...toEntries('message_echoes', value.message_echoes),
    ...toEntries('statuses', value.statuses),
    ...toEntries('errors', value.errors),
  ];
  const isLone = listed.length === 1;
  const personOf = findPeople(value.contacts, isLone, origin);
  const common = Object.fromEntries(
    around.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]])),
  );

  return listed.map(({ list, index, json }) => ({
    list,
    json,
    contactOf: (ref) => personOf(ref)?.contact,
    where(ref) {
      const path = [...origin.path, list, index];
      if (isLone && origin.alone) return { feed: origin.feed, path };
      const person = ref && personOf(ref);
      const own = { ...common, ...(person && { contacts: [person.json] }), [list]: [json] };
      return { feed: origin.feed, path, raw: origin.wrap(own) };
    },
  }));
}

interface Person {
  readonly json: JsonValue;
  readonly contact: CloudApiContact;
}

/**
 * Finds the entry of `contacts` about a person, the first if there are several. WhatsApp's id of a
 * user and the phone number may differ, so a lone contact beside a lone item belongs to it whatever
 * it says.
 */
function findPeople(
  contacts: JsonValue | undefined,
  isLone: boolean,
  origin: CloudApiOrigin,
): (ref: PersonRef) => Person | undefined {
  const people = toArray(contacts).map((json) => ({ json, contact: readContact(json, origin) }));
  const byWaId = new Map<string, Person>();
  const byUserId = new Map<string, Person>();
  for (const person of people.toReversed()) {
    const { wa_id, user_id } = person.contact;
    if (wa_id !== undefined) byWaId.set(wa_id, person);
    if (user_id !== undefined) byUserId.set(user_id, person);
  }
  const lonePerson = isLone && people.length === 1 ? people[0] : undefined;
  return ({ waId, userId }) =>
    (waId === undefined ? undefined : byWaId.get(waId)) ??
    (userId === undefined ? undefined : byUserId.get(userId)) ??
    lonePerson;
}

function toEntries(list: ItemList, value: JsonValue | undefined) {
  return toArray(value).map((json, index) => ({ list, index, json }));
}

/** The entries of a list; one bare entry counts as a list of one. */
function toArray(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null || value === '') return [];
  return isArray(value) ? value : [value];
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** A contact that cannot be read only costs a name. */
function readContact(json: JsonValue, { feed }: CloudApiOrigin): CloudApiContact {
  const read = readItem(cloudApiContact, json, { feed });
  return read.fits ? read.value : {};
}
