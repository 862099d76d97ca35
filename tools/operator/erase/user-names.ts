import type { Data, TributaryEvent, User } from '../../../shared/contract/index.ts';
import { toPhone } from '../../../shared/provider/values/phone.ts';

/** The name that an operator typed: a phone in the form of the table, or an id as it is. */
export function toUserName(typed: string): string {
  return toPhone(typed) ?? typed;
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
    const changed = content.kind === 'system' ? [content.newPhone, content.newUserId] : [];
    return [...namesOf(user), ...changed.filter((name) => name !== undefined)];
  }
  if (event['detail-type'] === 'user.updated') {
    const { user, aspect, previous, current } = event.detail.data;
    // A user's new id is the same person under another name.
    const changed = aspect === 'identity' ? [previous, current] : [];
    return [...namesOf(user), ...changed.filter((name) => name !== undefined)];
  }
  return 'user' in data ? namesOf(data.user) : [];
}

/** Names of the group members that an event is about. A status of a message is another person's message. */
export function participantOf(event: TributaryEvent): readonly string[] {
  const { data } = event.detail;
  if ('participants' in data) return (data.participants ?? []).flatMap(namesOfParticipant);
  return 'participant' in data ? namesOf(data.participant) : [];
}

/** The business may name a user by the phone number alone, in its request. */
function namesOfParticipant(
  participant: NonNullable<Data<'group.updated'>['participants']>[number],
): readonly string[] {
  const { input } = participant;
  return [...namesOf(participant), ...(input === undefined ? [] : [toUserName(input)])];
}

/** User names (`username`) may change hands; numbers and ids do not. */
function namesOf({ phone, id, parentId }: Partial<User> = {}): readonly string[] {
  return [phone, id, parentId].filter((name) => name !== undefined);
}
