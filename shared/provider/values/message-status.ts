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

/** The words of `commonStatusWords`, which has the reasons: no callback function needs those. */
export const commonStatuses = {
  created: 'created',
  accepted: 'created',
  queued: 'created',
  enqueued: 'created',
  scheduled: 'created',
  sending: 'created',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  seen: 'read',
  played: 'played',
  failed: 'failed',
  undelivered: 'failed',
  undeliverable: 'failed',
  rejected: 'failed',
  expired: 'failed',
  deleted: 'deleted',
  canceled: 'deleted',
  cancelled: 'deleted',
} as const satisfies Readonly<Record<string, MessageStatus>>;

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
  const status = Object.hasOwn(ownWords, written)
    ? ownWords[written]?.status
    : toCommonStatus(written);
  if (status === undefined) return undefined;
  return status === word ? { status } : { status, providerStatus: word };
}

function toCommonStatus(written: string): MessageStatus | undefined {
  const statuses: Readonly<Record<string, MessageStatus>> = commonStatuses;
  return Object.hasOwn(statuses, written) ? statuses[written] : undefined;
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
