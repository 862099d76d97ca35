import type { Change } from '../../../../shared/cloud-api/changes.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith, invalidShape } from '../../../../shared/provider/read-item.ts';
import { toError } from '../../../../shared/provider/values/error-text.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { toUser } from '../../../../shared/whatsapp/parties.ts';
import { messageEvent } from '../schema.ts';
import { toAccount, toBusiness } from './parties.ts';

/** `message-event`: the status of a message that the business sent. */
export const normalizeMessageEvent = normalizeWith(
  messageEvent,
  ({ payload: known, ...callback }, item: Change, context) => {
    const { type, destination: waId, userId, parentUserId, payload, conversation, pricing } = known;
    if (type === 'mismatch') {
      // The user has another number at WhatsApp than the one that was written to: no status of a message.
      return { kind: 'unmapped', providerEvent: item.providerEvent, raw: item.raw };
    }
    const messageId = payload?.whatsappMessageId ?? known.id ?? known.gsId;
    if (messageId === undefined) {
      return invalidShape(item, ['payload', 'id'], 'expected the id of a message');
    }
    const ownId = known.gsId ?? known.id;
    const { code, reason } = payload ?? {};
    const isFailed = code !== undefined || reason !== undefined;
    return continueWith(readMessageStatus(type, item, ['payload', 'type']), (status) => ({
      kind: 'event',
      draft: {
        type: 'message.status.updated',
        providerEvent: item.providerEvent,
        channel: 'whatsapp',
        account: toAccount(callback),
        occurredAt: payload?.ts ?? callback.timestamp,
        data: {
          messageId,
          providerMessageId: ownId === messageId ? undefined : ownId,
          ...status,
          business: toBusiness(callback, context, waId),
          user: toUser({ waId, userId, parentUserId }, undefined),
          errors: isFailed ? [toError(code, reason)] : [],
          conversation: {
            id: conversation?.id,
            type: conversation?.type,
            expiresAt: conversation?.expiresAt,
          },
          pricing: {
            billable: pricing?.billable,
            model: pricing?.policy,
            type: pricing?.type,
            category: pricing?.category,
          },
        },
      },
    }));
  },
);
