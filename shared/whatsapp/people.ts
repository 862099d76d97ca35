import * as z from 'zod/mini';
import type { JsonValue } from '../json.ts';
import type { PersonRef } from './parties.ts';
import { type CloudApiContact, cloudApiContact } from './schema.ts';
import { toList } from './to-list.ts';

/** An entry of `contacts`, as it came and as it is read. */
export interface Person {
  readonly json: JsonValue;
  readonly contact: CloudApiContact;
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

/** A contact that cannot be read only costs a name. */
function readContact(json: JsonValue): CloudApiContact {
  const result = z.safeParse(cloudApiContact, json);
  return result.success ? result.data : {};
}
