import type { Chat } from '../../api.ts';

/** What is known of the open conversation. */
export interface OpenChat {
  readonly key: string;
  readonly chat: Chat;
  /** Cursor to the page before the oldest that was read. */
  readonly older: string | undefined;
  /** Whether newer messages have left the page to make room for older ones. */
  readonly isCut: boolean;
}

/** More are not on the page at a time: it stays fast, however long a conversation is. */
const maxMessages = 400;

/**
 * The conversation with its newest page. Pages that were read before stay, unless there would be a gap between
 * them, or there were too many messages: no cursor leads to those that would leave at the older end.
 */
export function withNewest(before: OpenChat | undefined, key: string, newest: Chat): OpenChat {
  const alone = { key, chat: newest, older: newest.older, isCut: false };
  if (before === undefined || before.key !== key || before.isCut) return alone;
  const messages = join(before.chat, newest);
  const isGap = messages.length === before.chat.messages.length + newest.messages.length;
  if (isGap || messages.length > maxMessages) return alone;
  return { key, chat: { ...newest, messages }, older: before.older, isCut: false };
}

/** The conversation with the page before its oldest message; the newest messages make room. */
export function withOlder(open: OpenChat, older: Chat): OpenChat {
  const messages = join(older, open.chat);
  return {
    key: open.key,
    chat: { ...open.chat, messages: messages.slice(0, maxMessages) },
    older: older.older,
    isCut: open.isCut || messages.length > maxMessages,
  };
}

/** The messages of two pages; of a message that both have, the later reading counts. */
function join(earlier: Chat, later: Chat): Chat['messages'] {
  const messages = new Map(
    [...earlier.messages, ...later.messages].map((each) => [each.message.metadata.id, each]),
  );
  return [...messages.values()];
}
