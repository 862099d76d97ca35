import type { EventDraft } from '../../../../shared/contract/draft.ts';
import type { Content } from '../../../../shared/contract/index.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { continueWith, invalidShape, placeWithin } from '../../../../shared/provider/read-item.ts';
import { toError } from '../../../../shared/provider/values/error-text.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { messengerInbound, messengerReaction, messengerSent } from '../schema.ts';

/** `messenger.inbound_message.received`: a user wrote on Messenger. */
export const normalizeMessengerMessage = normalizeWith(
  messengerInbound,
  ({ createTime, messengerInboundMessage: message }, item: BodyItem) => {
    const { id: ownId, metaMessageId, type, text, ...known } = message;
    const id = metaMessageId ?? ownId;
    return toMessage(item, 'messengerInboundMessage', {
      id,
      providerMessageId: ownId === id ? undefined : ownId,
      page: known.to,
      psid: known.from,
      occurredAt: known.sendTime ?? createTime,
      content:
        text?.body === undefined
          ? { kind: 'unknown', providerType: type }
          : { kind: 'text', text: text.body },
    });
  },
);

/** `messenger.inbound_message.updated`: a user edited a message, whose ids stay the same. */
export const normalizeMessengerEdit = normalizeWith(
  messengerInbound,
  ({ id, createTime, messengerInboundMessage: message }, item: BodyItem) => {
    const messageId = message.metaMessageId ?? message.id;
    const place = placeWithin(item, 'messengerInboundMessage');
    if (messageId === undefined) {
      return invalidShape(place, ['metaMessageId'], 'expected the id of a message');
    }
    return toMessage(item, 'messengerInboundMessage', {
      id,
      page: message.to,
      psid: message.from,
      occurredAt: message.editTime ?? createTime,
      content: { kind: 'edit', messageId, text: message.text?.body },
    });
  },
);

/** `messenger.message_reaction.updated`: a user reacted to a message, or took that back. */
export const normalizeMessengerReaction = normalizeWith(
  messengerReaction,
  ({ id, createTime, messengerMessageReaction: reaction }, item: BodyItem) =>
    toMessage(item, 'messengerMessageReaction', {
      id,
      page: reaction.pageId,
      psid: reaction.psid,
      occurredAt: createTime,
      content: {
        kind: 'reaction',
        messageId: reaction.metaMessageId,
        emoji: /^un/i.test(reaction.action ?? '')
          ? undefined
          : (reaction.emoji ?? reaction.reaction),
      },
    }),
);

/** `messenger.message.updated`: the status of a message of the business on Messenger. */
export const normalizeMessengerStatus = normalizeWith(
  messengerSent,
  ({ createTime, messengerMessage: message }, item: BodyItem) => {
    const place = placeWithin(item, 'messengerMessage');
    const { id, metaMessageId, errorCode, errorMessage } = message;
    const messageId = metaMessageId ?? id;
    if (messageId === undefined) {
      return invalidShape(place, ['metaMessageId'], 'expected the id of a message');
    }
    const isFailed = errorCode !== undefined || errorMessage !== undefined;
    return continueWith(readMessageStatus(message.status, place, ['status']), (status) => ({
      kind: 'event',
      draft: {
        type: 'message.status.updated',
        providerEvent: item.providerEvent,
        channel: 'messenger',
        occurredAt:
          (status.status === 'read' ? message.readTime : undefined) ??
          (status.status === 'delivered' ? message.deliverTime : undefined) ??
          message.updateTime ??
          createTime,
        data: {
          messageId,
          providerMessageId: id === messageId ? undefined : id,
          ...status,
          business: { id: message.from },
          user: { id: message.to },
          errors: isFailed ? [toError(errorCode, errorMessage)] : [],
          callbackData: message.externalId,
        },
      },
    }));
  },
);

interface MessengerMessage {
  /** An edit and a reaction have no id of their own but that of the callback, which is the same in each repetition. */
  readonly id: string | undefined;
  readonly providerMessageId?: string | undefined;
  readonly page: string | undefined;
  readonly psid: string | undefined;
  readonly occurredAt: string | undefined;
  readonly content: Content;
}

function toMessage(
  item: BodyItem,
  object: string,
  { id, page, psid, content, ...known }: MessengerMessage,
): NormalizeResult {
  const place = placeWithin(item, object);
  if (id === undefined) return invalidShape(item, ['id'], 'expected the id of a message');
  if (page === undefined) return invalidShape(place, ['to'], 'expected the id of a Page');
  if (psid === undefined) return invalidShape(place, ['from'], 'expected the id of a user');
  const draft: EventDraft<'message.received'> = {
    type: 'message.received',
    providerEvent: item.providerEvent,
    channel: 'messenger',
    occurredAt: known.occurredAt,
    data: {
      message: {
        id,
        providerMessageId: known.providerMessageId,
        business: { id: page },
        user: { id: psid },
        content,
        media: [],
      },
    },
  };
  return { kind: 'event', draft };
}
