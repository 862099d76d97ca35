import type { MessageStatus } from '../../contract/message-events.ts';
import { type ItemPlace, invalidShape, type JsonPath, type ReadResult } from '../read-item.ts';

/** What a provider's word for the status of a message means, and why. */
export interface StatusMeaning {
  readonly status: MessageStatus;
  /** One sentence for `docs/providers.md`. */
  readonly because: string;
}

/** Words in lower case; a provider may write them in any case. */
export type StatusWords = Readonly<Record<string, StatusMeaning>>;

const held = 'The provider has accepted the message and has not sent it yet.';

/**
 * The words that mean the same wherever a provider uses them: the contract's own, and those of others.
 * A provider's other words, such as numbers, are in its manifest.
 */
export const commonStatusWords: StatusWords = {
  created: { status: 'created', because: held },
  accepted: { status: 'created', because: held },
  queued: { status: 'created', because: held },
  enqueued: { status: 'created', because: held },
  scheduled: {
    status: 'created',
    because: 'The provider has accepted the message and sends it at a time that was set.',
  },
  sending: {
    status: 'created',
    because: 'The provider is sending the message; the channel has not accepted it yet.',
  },
  sent: { status: 'sent', because: 'The channel has accepted the message.' },
  delivered: { status: 'delivered', because: 'The message is on a device of the user.' },
  read: { status: 'read', because: 'The user has opened the message.' },
  seen: { status: 'read', because: 'Another word for `read`.' },
  played: { status: 'played', because: 'The user has played the audio or video.' },
  failed: { status: 'failed', because: 'The message will not arrive.' },
  undelivered: {
    status: 'failed',
    because: 'Final: the channel reports that it could not deliver the message.',
  },
  undeliverable: { status: 'failed', because: 'Another word for `undelivered`.' },
  rejected: { status: 'failed', because: 'The provider or the channel refused the message.' },
  expired: {
    status: 'failed',
    because: 'Final: the message was not delivered in the time that it had.',
  },
  deleted: { status: 'deleted', because: 'The message was deleted after it was sent.' },
  canceled: {
    status: 'deleted',
    because: 'The sender withdrew the message before it was sent. Nothing failed.',
  },
  cancelled: { status: 'deleted', because: 'Another spelling of `canceled`.' },
};

/** The status of a message, in an event's words. */
export interface ReportedStatus {
  readonly status: MessageStatus;
  readonly providerStatus?: string;
}

/**
 * The contract's status for a provider's word, with the word itself where it differs (`FAILED`).
 * `undefined` for an unknown word: a guess could report a wrong status.
 *
 * @param ownWords `statusWords` of the provider's manifest
 */
export function toMessageStatus(
  word: string,
  ownWords: StatusWords = {},
): ReportedStatus | undefined {
  const written = word.trim().toLowerCase();
  const meaning = [ownWords, commonStatusWords].find((words) => Object.hasOwn(words, written));
  const status = meaning?.[written]?.status;
  if (status === undefined) return undefined;
  return status === word ? { status } : { status, providerStatus: word };
}

/**
 * The same for an item that means nothing without its status: an unknown word makes it unrecognized.
 *
 * @param path where the word stands, from the place of the item
 */
export function readMessageStatus(
  word: string,
  place: ItemPlace,
  path: JsonPath,
  ownWords?: StatusWords,
): ReadResult<ReportedStatus> {
  const value = toMessageStatus(word, ownWords);
  return value === undefined
    ? invalidShape(place, path, 'expected a status that is known')
    : { kind: 'read', value };
}
