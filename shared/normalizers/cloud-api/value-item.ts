import { readItem } from '../../providers/read-item.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Where } from './message-body.ts';
import type { CloudApiOrigin } from './origin.ts';
import { isContactOf, type PersonRef } from './parties.ts';
import { type CloudApiContact, cloudApiContact } from './schema.ts';

/** The lists of a `value`, in the order in which their events come out. */
export type ItemList = 'messages' | 'statuses' | 'errors';

/** One entry of a list of a `value`. */
export interface ValueItem {
  readonly list: ItemList;
  readonly json: JsonValue;
  /** The entry of `contacts` about this person, if there is one. */
  contactOf(ref: PersonRef): CloudApiContact | undefined;
  /** Where the item stands, with its raw form; `ref` says whose contact belongs to it. */
  where(ref?: PersonRef): Where;
}

/** The entries of all lists of a `value`, each able to give its events when it is read alone. */
export function toItems(value: JsonObject, origin: CloudApiOrigin): readonly ValueItem[] {
  const { messages, statuses, errors, contacts, ...around } = value;
  const listed = [
    ...toEntries('messages', messages),
    ...toEntries('statuses', statuses),
    ...toEntries('errors', errors),
  ];
  const isLone = listed.length === 1;
  const people = toArray(contacts).map((json) => ({ json, contact: readContact(json, origin) }));
  // WhatsApp's id of a user and the phone number may differ, so a lone contact beside a lone item
  // belongs to it whatever it says.
  const lonePerson = isLone && people.length === 1 ? people[0] : undefined;
  const personOf = (ref: PersonRef) =>
    people.find(({ contact }) => isContactOf(contact, ref)) ?? lonePerson;

  return listed.map(({ list, index, json }) => ({
    list,
    json,
    contactOf: (ref) => personOf(ref)?.contact,
    where(ref) {
      const path = [...origin.path, list, index];
      if (isLone && origin.alone) return { feed: origin.feed, path };
      const person = ref && personOf(ref);
      const own = { ...around, ...(person && { contacts: [person.json] }), [list]: [json] };
      return { feed: origin.feed, path, raw: origin.wrap(own) };
    },
  }));
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
