import type { Data, Detail, TributaryEvent } from '../contract/index.ts';
import { detailsOf } from './message-state.ts';

type PhoneData = Data<'phone.updated'>;

/** What is known about a phone number of the business, derived from its changes. */
export interface PhoneState {
  /** The latest change of each aspect: quality, name, security, username. */
  readonly latest: Readonly<Partial<Record<PhoneData['aspect'], Detail<'phone.updated'>>>>;
  /** The newest rating, in the provider's word. */
  readonly rating: PhoneData['rating'];
  /** The newest limit of messages a day, in the provider's words. */
  readonly limit: PhoneData['limit'];
  /** The username that users see; absent when it is only reserved, was deleted, or never came. */
  readonly username: string | undefined;
  /** Every change, the oldest first. */
  readonly history: readonly Detail<'phone.updated'>[];
}

/**
 * Derives the state of a phone number from its events. Their order does not matter.
 *
 * @returns `undefined` without any
 */
export function derivePhoneState(events: readonly TributaryEvent[]): PhoneState | undefined {
  const history = detailsOf(events, 'phone.updated');
  if (history.length === 0) return undefined;
  const latest = Object.fromEntries(history.map((detail) => [detail.data.aspect, detail]));
  const username = latest.username?.data;
  return {
    latest,
    rating: history.findLast(({ data }) => data.rating)?.data.rating,
    limit: history.findLast(({ data }) => data.limit)?.data.limit,
    username: username?.current === 'approved' ? username.phone.username : undefined,
    history,
  };
}
