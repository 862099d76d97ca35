import type { MessageStatus } from '../../contract/message-events.ts';
import { type ItemPlace, invalidShape, type JsonPath, type ReadResult } from '../read-item.ts';

/** The contract's words, repeated here because no callback function may load the events' schemas. */
const statuses: Readonly<Record<MessageStatus, true>> = {
  created: true,
  sent: true,
  delivered: true,
  read: true,
  played: true,
  failed: true,
  deleted: true,
};

/** The status of a message, in an event's words. */
export interface StatusWords {
  readonly status: MessageStatus;
  readonly providerStatus?: string;
}

/**
 * The contract's status for a provider's word, with the word itself where it differs (`FAILED`).
 * `undefined` for an unknown word: a guess could report a wrong status.
 */
export function toMessageStatus(word: string): StatusWords | undefined {
  const status = word.trim().toLowerCase();
  if (!isMessageStatus(status)) return undefined;
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
): ReadResult<StatusWords> {
  const value = toMessageStatus(word);
  return value === undefined
    ? invalidShape(place, path, 'expected a status that is known')
    : { kind: 'read', value };
}

function isMessageStatus(word: string): word is MessageStatus {
  return Object.hasOwn(statuses, word);
}
