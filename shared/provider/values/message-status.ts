import type { MessageStatus } from '../../contract/message-events.ts';

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

/**
 * The contract's status for a provider's word, with the word itself where it differs (`FAILED`).
 * `undefined` for an unknown word: a guess could report a wrong status.
 */
export function toMessageStatus(
  word: string,
): { readonly status: MessageStatus; readonly providerStatus?: string } | undefined {
  const status = word.trim().toLowerCase();
  if (!isMessageStatus(status)) return undefined;
  return status === word ? { status } : { status, providerStatus: word };
}

function isMessageStatus(word: string): word is MessageStatus {
  return Object.hasOwn(statuses, word);
}
