import { isMediaPlaceholder, type MessageType, type StatusType } from '../contract/event-kinds.ts';
import type { Data, Detail, TributaryEvent, User } from '../contract/index.ts';
import type { Message, MessageStatus } from '../contract/message-events.ts';
import { strongestName } from '../contract/user-names.ts';
import { byOccurrence } from './by-occurrence.ts';

/** Where one file of a message stands. */
export type MediaState =
  | { readonly index: number; readonly state: 'pending' }
  | { readonly index: number; readonly state: 'stored'; readonly stored: Data<'media.stored'> }
  | { readonly index: number; readonly state: 'failed'; readonly failed: Data<'media.failed'> };

/** What is known about a message, derived from its events. */
export interface MessageState {
  /**
   * The message itself; absent when only its statuses are known. `metadata.type` says whether another app
   * is in control of its conversation, or it is from before the business joined the Cloud API.
   */
  readonly message: Detail<MessageType> | undefined;
  /** The furthest status of the message; absent when none is known. */
  readonly status: MessageStatus | undefined;
  /** Whether it was deleted, which does not change its furthest status. */
  readonly deleted: boolean;
  /** Every status with its details, in the order in which they happened. */
  readonly statuses: readonly Detail<StatusType>[];
  readonly billed: readonly Detail<'message.billed'>[];
  readonly media: readonly MediaState[];
  /** The reaction to the message that each person has now, in the order in which they were made. */
  readonly reactions: readonly Reaction[];
}

/** A reaction to a message. */
export interface Reaction {
  readonly emoji: string;
  readonly direction: Message['direction'];
  readonly user: User;
  readonly occurredAt: string;
}

/**
 * How far each status is. Providers send statuses twice and out of order, so the furthest one counts
 * and not the last: a message that was read was delivered, even if a "failed" arrived in between.
 */
const reach: Readonly<Record<Exclude<MessageStatus, 'deleted'>, number>> = {
  created: 0,
  sent: 1,
  failed: 2,
  delivered: 3,
  read: 4,
  played: 5,
};

/**
 * Derives a message's state from its events. Their order does not matter.
 *
 * @param reactions the messages that are reactions to it, the oldest first
 */
export function deriveMessageState(
  events: readonly TributaryEvent[],
  reactions: readonly Detail<MessageType>[] = [],
): MessageState {
  const statuses = detailsOf(events, 'message.status.updated', 'standby.message.status.updated');
  const message = selectMessage(events);
  const words = statuses.map(({ data }) => data.status);
  const ownStatus = message?.data.message.status;
  return {
    message,
    status: furthestOf(ownStatus ? [ownStatus, ...words] : words),
    deleted: words.includes('deleted') || ownStatus === 'deleted',
    statuses,
    billed: detailsOf(events, 'message.billed'),
    media: (message?.data.message.media ?? []).map(({ index }) => mediaState(index, events)),
    reactions: selectLatest(reactions),
  };
}

/** The app's own record of a message says more than that of another traffic, and a file than its placeholder. */
function selectMessage(events: readonly TributaryEvent[]): Detail<MessageType> | undefined {
  const own = detailsOf(events, 'message.received', 'message.sent');
  const standby = detailsOf(events, 'standby.message.received', 'standby.message.sent');
  const history = detailsOf(events, 'history.message.received', 'history.message.sent');
  const withFile = history.filter(({ data }) => !isMediaPlaceholder(data.message.content));
  return [...own, ...standby, ...withFile, ...history][0];
}

/** A person has one reaction to a message: the last one, unless they removed it. */
function selectLatest(reactions: readonly Detail<MessageType>[]): readonly Reaction[] {
  const latest = new Map<string, Reaction | undefined>();
  for (const { metadata, data } of reactions) {
    const { content, direction, user, conversation } = data.message;
    if (content.kind !== 'reaction') continue;
    // In a conversation of two, each side is one person, whichever name the callback has.
    const person = conversation.groupId === undefined ? '' : strongestName(user);
    const { occurredAt } = metadata;
    const key = `${direction} ${person}`;
    latest.delete(key);
    const { emoji } = content;
    latest.set(key, emoji === undefined ? undefined : { emoji, direction, user, occurredAt });
  }
  return [...latest.values()].filter((reaction) => reaction !== undefined);
}

function furthestOf(words: readonly MessageStatus[]): MessageStatus | undefined {
  let result: Exclude<MessageStatus, 'deleted'> | undefined;
  for (const word of words) {
    if (word === 'deleted') continue;
    if (result === undefined || reach[word] > reach[result]) result = word;
  }
  return result ?? (words.includes('deleted') ? 'deleted' : undefined);
}

/** `stored` wins over every failed attempt, whichever came last, and the highest copy over others. */
function mediaState(index: number, events: readonly TributaryEvent[]): MediaState {
  const ofFile = ({ data }: { readonly data: { readonly media: { readonly index: number } } }) =>
    data.media.index === index;
  const [stored] = detailsOf(events, 'media.stored')
    .filter(ofFile)
    .sort((a, b) => (b.data.copy ?? 1) - (a.data.copy ?? 1));
  if (stored) return { index, state: 'stored', stored: stored.data };
  const failed = detailsOf(events, 'media.failed').filter(ofFile).at(-1);
  return failed ? { index, state: 'failed', failed: failed.data } : { index, state: 'pending' };
}

/** The details of these types, in the order in which they happened. */
export function detailsOf<Type extends TributaryEvent['detail-type']>(
  events: readonly TributaryEvent[],
  ...types: readonly Type[]
): readonly Detail<Type>[] {
  return events
    .flatMap((event) =>
      types.some((type) => type === event['detail-type']) ? [event.detail as Detail<Type>] : [],
    )
    .sort(byOccurrence);
}
