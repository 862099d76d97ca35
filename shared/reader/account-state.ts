import type { Data, Detail, TributaryEvent } from '../contract/index.ts';
import { detailsOf } from './message-state.ts';

type AccountData = Data<'account.updated'>;

/** What is known about an account, derived from its changes. */
export interface AccountState {
  /** The latest change. */
  readonly latest: Detail<'account.updated'>;
  /** The newest ban, which may say that it has ended. */
  readonly ban: AccountData['ban'];
  /** The newest restrictions; each has the time at which it ends, if it does. */
  readonly restrictions: AccountData['restrictions'];
  /** The newest limits of messages and phone numbers. */
  readonly limits: AccountData['limits'];
  /** Every change, the oldest first. */
  readonly history: readonly Detail<'account.updated'>[];
}

/**
 * Derives the state of an account from its events. Their order does not matter.
 *
 * @returns `undefined` without any
 */
export function deriveAccountState(events: readonly TributaryEvent[]): AccountState | undefined {
  const history = detailsOf(events, 'account.updated');
  const latest = history.at(-1);
  if (latest === undefined) return undefined;
  return {
    latest,
    ban: history.findLast(({ data }) => data.ban)?.data.ban,
    restrictions: history.findLast(({ data }) => data.restrictions)?.data.restrictions,
    limits: history.findLast(({ data }) => data.limits)?.data.limits,
    history,
  };
}
