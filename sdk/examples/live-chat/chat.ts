import {
  type ConversationOrder,
  createOrderedQueueHandler,
  type OrderedEvent,
} from 'tributary-gateway/handler';
import { types } from './types.ts';

/** One line of a chat window. */
export interface ChatLine {
  readonly conversation: string;
  readonly from: 'user' | 'business';
  readonly text: string;
  /** The line belongs between earlier ones: the window loads the conversation again. */
  readonly reload: boolean;
}

/** Pushes each text to the open chat windows, in the order of its conversation. */
export function createChatHandler(
  push: (line: ChatLine) => Promise<void>,
  order: ConversationOrder,
) {
  const pushText =
    (from: ChatLine['from']) =>
    async ({ late, detail }: OrderedEvent<(typeof types)[number]>) => {
      const { content, conversation } = detail.data.message;
      if (content.kind !== 'text') return;
      await push({ conversation: conversation.key, from, text: content.text, reload: late });
    };
  return createOrderedQueueHandler(
    types,
    { 'message.received': pushText('user'), 'message.sent': pushText('business') },
    { order },
  );
}
