import { isEmpty, isJsonObject, type JsonObject } from '../../../../shared/json.ts';
import { requiredText } from '../../../../shared/provider/inbound.ts';
import {
  type BodyItem,
  type Normalizer,
  normalizeWith,
} from '../../../../shared/provider/normalize-items.ts';
import {
  continueWith,
  type ItemPlace,
  invalidShape,
  placeWithin,
  type ReadResult,
} from '../../../../shared/provider/read-item.ts';
import {
  contentReader,
  type MessageBody,
  withoutFiles,
} from '../../../../shared/whatsapp/message-body.ts';
import { chatMessage } from '../schema.ts';
import { readCloudApiMessage } from './cloud-api-message.ts';
import { toMessageIds } from './message-ids.ts';
import { toAccount, toChatParties } from './parties.ts';

/** `chat_mo_message_notify`: a user wrote, as the chat room of the InnoPaaS console reports it. */
export const normalizeReceivedInChat = normalizeChatMessage('message.received');

/** `chat_mt_message_notify`: the business wrote to a user from the chat room. */
export const normalizeSentInChat = normalizeChatMessage('message.sent');

function normalizeChatMessage(type: 'message.received' | 'message.sent'): Normalizer<BodyItem> {
  return normalizeWith(chatMessage, ({ eventTime: occurredAt, body }, item: BodyItem, context) => {
    const { providerEvent, json } = item;
    const { business, user } = toChatParties(body, context);
    if (user === undefined) {
      return invalidShape(item, ['body', 'to'], 'expected a phone number or an id');
    }
    if (business === undefined) {
      return invalidShape(item, ['body', 'from'], 'expected a phone number or an id');
    }
    const place = placeWithin(item, 'body', 'context');
    const read = readChatBody(body.messageType, toChatContext(json), place);
    return continueWith(read, ({ content, media }) => {
      const { wabaId, from, to = user.id, conversationId, uid } = body;
      const parties = { wabaId, from, to, conversationId };
      const known = { providerEvent, ...parties, uid, occurredAt, content, media };
      return {
        kind: 'event',
        draft: {
          type,
          providerEvent,
          channel: 'whatsapp',
          account: toAccount(body),
          occurredAt,
          data: {
            message: {
              ...toMessageIds(body, known),
              conversation: { providerConversationId: conversationId },
              business,
              user,
              content,
              media,
              callbackData: uid,
            },
          },
        },
      };
    });
  });
}

/** The object that says what the message says, as it stands in a callback. */
function toChatContext({ body }: JsonObject): JsonObject {
  return isJsonObject(body) && isJsonObject(body.context) ? body.context : {};
}

const readText = contentReader('text', requiredText, (text) => ({ kind: 'text', text }));

/**
 * What a message of the chat room says. Only text is documented, as `{"text": "…"}`. The other types
 * are read like those of the Cloud API, with or without a level that is named after the type. A
 * message that cannot be read like that either has content of the kind `unknown`: it was written all
 * the same.
 */
function readChatBody(
  type: string | undefined,
  context: JsonObject,
  place: ItemPlace,
): ReadResult<MessageBody> {
  if (type === undefined || (type === 'text' && isEmpty(context.text))) {
    return { kind: 'read', value: withoutFiles({ kind: 'unknown', providerType: type }) };
  }
  const named = context[type];
  const isNamed = typeof named === 'object' && named !== null;
  if (type === 'text' && !isNamed) return readText(context, place);
  const read = readCloudApiMessage({ type, [type]: isNamed ? named : context }, place);
  return read.kind === 'read' || type === 'text'
    ? read
    : { kind: 'read', value: withoutFiles({ kind: 'unknown', providerType: type }) };
}
