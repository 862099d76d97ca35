import { conversationKey } from '../../../../shared/contract/conversation-key.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { chatMessage } from '../schema.ts';
import { readChatBody, toChatContext } from './chat-body.ts';
import { toMessageIds } from './message-ids.ts';
import { unrecognized } from './misfit.ts';
import { toAccount, toChatParties } from './parties.ts';

/** `chat_mo_message_notify`: a user wrote; the chat room of the InnoPaaS console tells it. */
export function normalizeReceivedInChat(
  callback: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
): Normalized {
  return normalizeChatMessage('inbound', callback, providerEvent, context);
}

/** `chat_mt_message_notify`: the business wrote to a user from the chat room. */
export function normalizeSentInChat(
  callback: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
): Normalized {
  return normalizeChatMessage('outbound', callback, providerEvent, context);
}

function normalizeChatMessage(
  direction: 'inbound' | 'outbound',
  callback: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
): Normalized {
  const read = readItem(chatMessage, callback, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { eventTime: occurredAt, body } = read.value;
  const { business, user } = toChatParties(body, context);
  if (user === undefined)
    return unrecognized(providerEvent, '$.body.to', 'expected a phone number or an id');
  if (business === undefined) {
    return unrecognized(providerEvent, '$.body.from', 'expected a phone number or an id');
  }
  const where = { providerEvent, path: ['body', 'context'] };
  const said = readChatBody(body.messageType, toChatContext(callback), where);
  if (!said.fits) return { understood: false, unrecognized: said.unrecognized };
  const { content, media } = said.value;
  const { wabaId, from, to, conversationId, uid } = body;
  const known = {
    providerEvent,
    wabaId,
    from,
    to,
    conversationId,
    uid,
    occurredAt,
    content,
    media,
  };
  return {
    understood: true,
    draft: {
      type: direction === 'inbound' ? 'message.received' : 'message.sent',
      providerEvent,
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
