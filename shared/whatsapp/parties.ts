import type { Account, Business, User } from '../contract/index.ts';
import type { JsonValue } from '../json.ts';
import { toList, Unreadable } from '../provider/inbound.ts';
import { toPhone, toPhoneOrId } from '../provider/values/phone.ts';
import type { CloudApiOrigin } from './origin.ts';
import { type CloudApiContact, type CloudApiMetadata, cloudApiContact } from './schema.ts';

/**
 * The business: by the phone number in `metadata`, else by what the envelope or the owner says, else
 * by WhatsApp's id of the number, else by what stands where its number belongs.
 */
export function toBusiness(
  metadata: CloudApiMetadata,
  origin: Pick<CloudApiOrigin, 'business' | 'phoneOf'>,
): Business | undefined {
  const { display_phone_number, phone_number_id } = metadata ?? {};
  const phone =
    toPhone(display_phone_number) ??
    origin.business?.phone ??
    (phone_number_id === undefined ? undefined : origin.phoneOf?.(phone_number_id));
  if (phone !== undefined) return { phone };
  const id = origin.business?.id ?? phone_number_id ?? display_phone_number;
  return id === undefined ? undefined : { id };
}

export function toAccount(
  metadata: CloudApiMetadata,
  origin: Pick<CloudApiOrigin, 'account'>,
): Account {
  return { ...origin.account, phoneNumberId: metadata?.phone_number_id };
}

/** How a message or a status names the person. */
export interface PersonRef {
  /** `from` or `recipient_id`: a phone number, unless the user hides it. */
  readonly waId: string | undefined;
  /** The id that is scoped to the business. */
  readonly userId: string | undefined;
  readonly parentUserId: string | undefined;
}

/**
 * The person, with what their entry in `contacts` adds; `undefined` when nothing names them. The id in
 * the scope of the parent business, or the username, stands for a person of whom nothing else is known.
 */
export function toUser(ref: PersonRef, contact: CloudApiContact | undefined): User | undefined {
  const named = toPhoneOrId(ref.waId ?? contact?.wa_id);
  const parentId = ref.parentUserId ?? contact?.parent_user_id;
  const username = contact?.profile?.username;
  const known = ref.userId ?? contact?.user_id ?? named.id;
  const id = known ?? (named.phone === undefined ? (parentId ?? username) : undefined);
  if (named.phone === undefined && id === undefined) return undefined;
  return {
    phone: named.phone,
    id,
    parentId,
    username,
    name: contact?.profile?.name,
  };
}

/** An entry of `contacts`: its JSON, and what it says. */
export interface Person {
  readonly json: JsonValue;
  /** Absent when the entry cannot be read, which costs only a name. */
  readonly contact: CloudApiContact | undefined;
}

/**
 * Finds the entry of `contacts` about a person, the first if there are several.
 *
 * @param isOnlyItem whether the `value` holds one item only. WhatsApp's id of a user and the phone
 *   number may differ, so the only contact beside the only item belongs to it whatever it says.
 */
export function findPeople(
  contacts: JsonValue | undefined,
  isOnlyItem: boolean,
): (ref: PersonRef) => Person | undefined {
  const people = toList(contacts).map((json) => ({ json, contact: readContact(json) }));
  const byWaId = new Map<string, Person>();
  const byUserId = new Map<string, Person>();
  for (const person of people.toReversed()) {
    const { wa_id, user_id } = person.contact ?? {};
    if (wa_id !== undefined) byWaId.set(wa_id, person);
    if (user_id !== undefined) byUserId.set(user_id, person);
  }
  const onlyPerson = isOnlyItem && people.length === 1 ? people[0] : undefined;
  return ({ waId, userId }) =>
    (waId === undefined ? undefined : byWaId.get(waId)) ??
    (userId === undefined ? undefined : byUserId.get(userId)) ??
    onlyPerson;
}

function readContact(json: JsonValue): CloudApiContact | undefined {
  const contact = cloudApiContact.read(json);
  return contact instanceof Unreadable ? undefined : contact;
}
