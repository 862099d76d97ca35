import type { JsonValue } from '../json.ts';
import { Unreadable } from '../provider/inbound-schema.ts';
import type { PersonRef } from './parties.ts';
import { type CloudApiContact, cloudApiContact } from './schema.ts';
import { toList } from './to-list.ts';

/** An entry of `contacts`: its JSON, and what it says. */
export interface Person {
  readonly json: JsonValue;
  /** Absent when the entry cannot be read, which costs only a name. */
  readonly contact: CloudApiContact | undefined;
}

/**
 * Finds the entry of `contacts` about a person, the first if there are several.
 *
 * @param isLone whether the `value` holds one item only. WhatsApp's id of a user and the phone number
 *   may differ, so a lone contact beside a lone item belongs to it whatever it says.
 */
export function findPeople(
  contacts: JsonValue | undefined,
  isLone: boolean,
): (ref: PersonRef) => Person | undefined {
  const people = toList(contacts).map((json) => ({ json, contact: readContact(json) }));
  const byWaId = new Map<string, Person>();
  const byUserId = new Map<string, Person>();
  for (const person of people.toReversed()) {
    const { wa_id, user_id } = person.contact ?? {};
    if (wa_id !== undefined) byWaId.set(wa_id, person);
    if (user_id !== undefined) byUserId.set(user_id, person);
  }
  const lonePerson = isLone && people.length === 1 ? people[0] : undefined;
  return ({ waId, userId }) =>
    (waId === undefined ? undefined : byWaId.get(waId)) ??
    (userId === undefined ? undefined : byUserId.get(userId)) ??
    lonePerson;
}

function readContact(json: JsonValue): CloudApiContact | undefined {
  const contact = cloudApiContact.read(json);
  return contact instanceof Unreadable ? undefined : contact;
}
