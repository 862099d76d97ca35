import type { MessageStatus } from '../../contract/message-events.ts';

/** The contract's words. They stand here too, because the schemas must stay out of the ack path. */
const statuses: ReadonlySet<string> = new Set<MessageStatus>([
  'created',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'deleted',
]);

/**
 * The contract's status for a provider's word, with the word itself where it differs (`FAILED`).
 * `undefined` when it is no status that we know: a guess would change what a message is said to be.
 */
export function toMessageStatus(
  word: string,
): { readonly status: MessageStatus; readonly providerStatus?: string } | undefined {
  const status = word.trim().toLowerCase();
  if (!isMessageStatus(status)) return undefined;
  return status === word ? { status } : { status, providerStatus: word };
}

function isMessageStatus(word: string): word is MessageStatus {
  return statuses.has(word);
}
