import type { Detail, TributaryEvent } from '../contract/index.ts';
import { detailsOf } from './message-state.ts';

/** What is known about a user besides the messages, derived from the changes. */
export interface UserState {
  /**
   * The latest preference of each category, in the provider's words, such as `marketing_messages`; that of
   * a provider without categories is under `''`. Ask here before a campaign whether a user wants it.
   */
  readonly preferences: Readonly<Record<string, Detail<'user.updated'>>>;
  /** The latest change of the entry in the business's address book. */
  readonly contact: Detail<'user.updated'> | undefined;
  /** Every change of the number or the id, the oldest first. */
  readonly identities: readonly Detail<'user.updated'>[];
}

/**
 * Derives the state of a user from the events about the user. Their order does not matter.
 *
 * @returns `undefined` without any
 */
export function deriveUserState(events: readonly TributaryEvent[]): UserState | undefined {
  const history = detailsOf(events, 'user.updated');
  if (history.length === 0) return undefined;
  const ofAspect = (aspect: Detail<'user.updated'>['data']['aspect']) =>
    history.filter(({ data }) => data.aspect === aspect);
  return {
    preferences: Object.fromEntries(
      ofAspect('preferences').map((detail) => [detail.data.category ?? '', detail]),
    ),
    contact: ofAspect('contact').at(-1),
    identities: ofAspect('identity'),
  };
}
