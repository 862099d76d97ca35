import { signal } from '@preact/signals';
import type { Chat } from '../../api.ts';
import { routes } from '../../routes.ts';
import { ask } from '../request.ts';

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

export const openChat = signal<OpenChat | undefined>(undefined);
export const chatProblem = signal('');

/** Reads the newest page; pages that were read before stay, unless there would be a gap between them. */
export async function readNewest(key: string): Promise<void> {
  try {
    const newest = await ask<Chat>(routes.chat, { key });
    const before = openChat.value?.key === key ? openChat.value : undefined;
    if (before === undefined || before.isCut) {
      openChat.value = { key, chat: newest, older: newest.older, isCut: false };
    } else {
      const chat = { ...newest, ...join(before.chat, newest) };
      openChat.value = { key, chat, older: before.older, isCut: false };
    }
    chatProblem.value = '';
  } catch (error) {
    chatProblem.value = error instanceof Error ? error.message : String(error);
  }
}

/** Reads the page before the oldest message; the newest messages make room. */
export async function readOlder(): Promise<void> {
  const open = openChat.value;
  if (open?.older === undefined) return;
  try {
    const older = await ask<Chat>(routes.chat, { key: open.key, older: open.older });
    const { messages } = join(older, open.chat);
    openChat.value = {
      key: open.key,
      chat: { ...open.chat, messages: messages.slice(0, maxMessages) },
      older: older.older,
      isCut: open.isCut || messages.length > maxMessages,
    };
    chatProblem.value = '';
  } catch (error) {
    chatProblem.value = error instanceof Error ? error.message : String(error);
  }
}

/** The messages of two pages; of a message that both have, the later reading counts. */
function join(earlier: Chat, later: Chat): Pick<Chat, 'messages'> {
  const messages = new Map(
    [...earlier.messages, ...later.messages].map((each) => [each.message.metadata.id, each]),
  );
  return { messages: [...messages.values()] };
}
