import type { Data, TributaryEvent, User } from './index.ts';

// The names of a person, and which of them is the strongest. The callback functions load this file, so that
// it loads no schemas.

/**
 * Whether a name is WhatsApp's business-scoped id of a user: the country, a dot and letters or digits,
 * `GB.13491208655302741918`; in the scope of a parent business `GB.ENT.11815799212886844830`
 * (developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids, read on
 * 2026-11-28).
 */
function isBusinessScopedId(name: string): boolean {
  return /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(name);
}

/** Whether a name is a phone number in the contract's form. */
export function isPhone(name: string): boolean {
  return /^[1-9]\d{4,14}$/.test(name);
}

/**
 * Whether a name belongs to one person, so that two such names that occur together are linked: a phone
 * number or a business-scoped id. A username may change hands, and what else stands where an id belongs,
 * such as a placeholder of a reseller, may stand there for everyone.
 */
export function isLinkable(name: string): boolean {
  return isBusinessScopedId(name) || isPhone(name);
}

/**
 * The name of a user in the key of a conversation: the business-scoped id, which WhatsApp sends in every
 * callback since 2026, else the phone number, else what the provider has.
 */
export function strongestName({ phone, id }: Pick<User, 'phone' | 'id'>): string | undefined {
  if (id !== undefined && isBusinessScopedId(id)) return id;
  return phone ?? id;
}

/**
 * Order of names, the strongest first: business-scoped ids, those in the scope of a parent business, phone
 * numbers, others. Of two that are equally strong, the smaller one is first.
 */
export function compareNames(one: string, other: string): number {
  const byStrength = weaknessOf(one) - weaknessOf(other);
  if (byStrength !== 0) return byStrength;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Whether a name is the id of a user in the scope of a parent business. */
function isParentId(name: string): boolean {
  return isBusinessScopedId(name) && /^...ENT\./.test(name);
}

/** The user who has these names, as an event has them: at most one of each kind. */
export function toUser(...names: readonly string[]): User {
  const phone = names.find(isPhone);
  const ids = names.filter((name) => !isPhone(name)).sort(compareNames);
  const parentId = ids.find((name) => isParentId(name) && name !== ids[0]);
  return {
    ...(phone !== undefined && { phone }),
    ...(ids[0] !== undefined && { id: ids[0] }),
    ...(parentId !== undefined && { parentId }),
  };
}

function weaknessOf(name: string): number {
  if (isBusinessScopedId(name)) return isParentId(name) ? 1 : 0;
  return isPhone(name) ? 2 : 3;
}

/**
 * The names of the person that an event is about: phone digits and ids. By this event, all of them name
 * the same person.
 */
export function personOf(event: TributaryEvent): readonly string[] {
  const { data } = event.detail;
  if ('message' in data) {
    const { user, content } = data.message;
    // WhatsApp's notice that a user has a new number comes from the old one.
    if (content.kind !== 'system') return namesOf(user);
    const { newPhone, newUserId, newParentUserId } = content;
    const changed = { phone: newPhone, id: newUserId, parentId: newParentUserId };
    return [...namesOf(user), ...namesOf(changed)];
  }
  if (event['detail-type'] === 'user.updated') {
    const { user, aspect, previous, current, link } = event.detail.data;
    if (link !== undefined) return link.state === 'linked' ? link.names : namesOf(user);
    // A user's new id is the same person under another name.
    const changed = aspect === 'identity' ? [previous, current] : [];
    return [...namesOf(user), ...changed.filter((name) => name !== undefined)];
  }
  return 'user' in data ? namesOf(data.user) : [];
}

/** The names of a user. User names (`username`) may change hands; numbers and ids do not. */
export function namesOf({ phone, id, parentId }: Partial<User> = {}): readonly string[] {
  return [phone, id, parentId].filter((name) => name !== undefined);
}

/** The members of a group that an event is about, each with their names. */
export function membersOf(event: TributaryEvent): readonly Member[] {
  const { data } = event.detail;
  if ('participants' in data) return data.participants ?? [];
  return 'participant' in data && data.participant !== undefined ? [data.participant] : [];
}

type Member =
  | NonNullable<Data<'group.updated'>['participants']>[number]
  | NonNullable<Data<'message.status.updated'>['participant']>;
