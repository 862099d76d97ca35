import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { membersOf, namesOf } from '../../../shared/contract/user-names.ts';
import { toPhone } from '../../../shared/provider/values/phone.ts';

/** A name as someone has typed it: a phone in the form of the table, or an id as it is. */
export function toUserName(typed: string): string {
  return toPhone(typed) ?? typed;
}

/**
 * Names of the group members that an event is about. A status of a message is another person's message.
 * The business may name a member by the phone number alone, in its request.
 */
export function participantOf(event: TributaryEvent): readonly string[] {
  return membersOf(event).flatMap((member) => {
    const input = 'input' in member ? member.input : undefined;
    return [...namesOf(member), ...(input === undefined ? [] : [toUserName(input)])];
  });
}
