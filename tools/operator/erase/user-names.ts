import type { TributaryEvent, User } from '../../../shared/contract/index.ts';
import { toPhone } from '../../../shared/provider/values/phone.ts';

/** The name that an operator typed: a phone in the form of the table, or an id as it is. */
export function toUserName(typed: string): string {
  return toPhone(typed) ?? typed;
}

/**
 * The names of the person that an event is about: phone digits and ids. All of them name the same
 * person.
 */
export function personOf(event: TributaryEvent): readonly string[] {
  const { data } = event.detail;
  if ('message' in data) return namesOf(data.message.user);
  if (event['detail-type'] === 'user.updated') {
    const { user, aspect, previous, current } = event.detail.data;
    // A user's new id is the same person under another name.
    const changed = aspect === 'identity' ? [previous, current] : [];
    return [...namesOf(user), ...changed.filter((name) => name !== undefined)];
  }
  return 'user' in data ? namesOf(data.user) : [];
}

/** Names of the group member that a status is about. The message is another person's. */
export function participantOf(event: TributaryEvent): readonly string[] {
  const { data } = event.detail;
  return 'participant' in data ? namesOf(data.participant) : [];
}

/** User names (`username`) may change hands; numbers and ids do not. */
function namesOf({ phone, id, parentId }: Partial<User> = {}): readonly string[] {
  return [phone, id, parentId].filter((name) => name !== undefined);
}

/** Whether a text contains one of the names as a separate word. */
export function mentionsAny(text: string, names: ReadonlySet<string>): boolean {
  return [...names].some((name) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const before = text[at - 1] ?? ' ';
      const after = text[at + name.length] ?? ' ';
      if (!/\w/.test(before) && !/\w/.test(after)) return true;
    }
    return false;
  });
}
