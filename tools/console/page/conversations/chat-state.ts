import { signal } from '@preact/signals';
import { type Chat, routes } from '../../api.ts';
import { ask } from '../request.ts';

/** What is known of the open conversation. */
export interface OpenChat {
  readonly key: string;
  readonly chat: Chat;
  /** Cursor to the page before the oldest that was read. */
  readonly older: string | undefined;
}

export const openChat = signal<OpenChat | undefined>(undefined);
export const chatProblem = signal('');

/** Reads the newest page; pages that were read before stay. */
export async function readNewest(key: string): Promise<void> {
  try {
    const newest = await ask<Chat>(routes.chat, { key });
    const before = openChat.value?.key === key ? openChat.value : undefined;
    openChat.value = {
      key,
      chat: before === undefined ? newest : { ...newest, ...join(before.chat, newest) },
      older: before === undefined ? newest.older : before.older,
    };
    chatProblem.value = '';
  } catch (error) {
    chatProblem.value = error instanceof Error ? error.message : String(error);
  }
}

/** Reads the page before the oldest message. */
export async function readOlder(): Promise<void> {
  const open = openChat.value;
  if (open?.older === undefined) return;
  const older = await ask<Chat>(routes.chat, { key: open.key, older: open.older });
  openChat.value = {
    key: open.key,
    chat: { ...open.chat, ...join(older, open.chat) },
    older: older.older,
  };
}

/** The messages of two pages; of a message that both have, the later reading counts. */
function join(earlier: Chat, later: Chat): Pick<Chat, 'messages'> {
  const messages = new Map(
    [...earlier.messages, ...later.messages].map((each) => [each.message.metadata.id, each]),
  );
  return { messages: [...messages.values()] };
}
