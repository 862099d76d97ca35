import { signal } from '@preact/signals';
import type { Chat } from '../../api.ts';
import { routes } from '../../routes.ts';
import { ask } from '../request.ts';
import { type OpenChat, withNewest, withOlder } from './open-chat.ts';

export const openChat = signal<OpenChat | undefined>(undefined);
export const chatProblem = signal('');

/** The conversation that was opened by the keyboard, until its messages have the focus. */
export const openedByKeyboard = signal<string | undefined>(undefined);

/** Reads the newest page. */
export async function readNewest(key: string): Promise<void> {
  try {
    const newest = await ask<Chat>(routes.chat, { key });
    openChat.value = withNewest(openChat.value, key, newest);
    chatProblem.value = '';
  } catch (error) {
    chatProblem.value = error instanceof Error ? error.message : String(error);
  }
}

/** Reads the page before the oldest message. */
export async function readOlder(): Promise<void> {
  const open = openChat.value;
  if (open?.older === undefined) return;
  try {
    const older = await ask<Chat>(routes.chat, { key: open.key, older: open.older });
    openChat.value = withOlder(open, older);
    chatProblem.value = '';
  } catch (error) {
    chatProblem.value = error instanceof Error ? error.message : String(error);
  }
}
