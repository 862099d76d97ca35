import { conversationKey } from '../../../../shared/contract/conversation-key.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { chatMessage } from '../schema.ts';
import { readChatBody, toChatContext } from './chat-body.ts';
import { toMessageIds } from './message-ids.ts';
import { misfit } from './misfit.ts';
import { toAccount, toChatParties } from './parties.ts';

/** `chat_mo_message_notify`: a user wrote; the chat room of the InnoPaaS console tells it. */
export function normalizeReceivedInChat(
  callback: JsonObject,
  feed: string,
  context: NormalizeContext,
): Normalized {
  return normalizeChatMessage('inbound', callback, feed, context);
}

/** `chat_mt_message_notify`: the business wrote to a user from the chat room. */
export function normalizeSentInChat(
  callback: JsonObject,
  feed: string,
  context: NormalizeContext,
): Normalized {
  return normalizeChatMessage('outbound', callback, feed, context);
}

function normalizeChatMessage(
  direction: 'inbound' | 'outbound',
  callback: JsonObject,
  feed: string,
  context: NormalizeContext,
): Normalized {
  const read = readItem(chatMessage, callback, { feed });
  if (!read.fits) return { understood: false, misfit: read.misfit };
  const { eventTime: occurredAt, body } = read.value;
  const { business, user } = toChatParties(body, context);
  if (user === undefined) return misfit(feed, '$.body.to', 'expected a phone number or an id');
  if (business === undefined) {
    return misfit(feed, '$.body.from', 'expected a phone number or an id');
  }
  const where = { feed, path: ['body', 'context'] };
  const said = readChatBody(body.messageType, toChatContext(callback), where);
  if (!said.fits) return { understood: false, misfit: said.misfit };
  const { content, media } = said.value;
  const { wabaId, from, to, conversationId, uid } = body;
  const known = { feed, wabaId, from, to, conversationId, uid, occurredAt, content, media };
  return {
    understood: true,
    draft: {
      type: direction === 'inbound' ? 'message.received' : 'message.sent',
      feed,
      channel: 'whatsapp',
      account: toAccount(body),
      occurredAt,
      data: {
        message: {
          ...toMessageIds(body, known),
          direction,
          conversation: {
            key: conversationKey({ channel: 'whatsapp', business, user }),
            providerConversationId: conversationId,
          },
          business,
          user,
          content,
          media,
          callbackData: uid,
        },
      },
    },
  };
}
