import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith } from '../../../../shared/provider/read-item.ts';
import { toErrors } from '../../../../shared/provider/values/error-text.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { messageStatusEvent } from '../schema.ts';
import { toAccount, toBusiness, toChannel } from './parties.ts';

/** `message-status-event`: the status of a message that the business sent. */
export const normalizeMessageStatus = normalizeWith(
  messageStatusEvent,
  (callback, item, context) => {
    const { recipient } = callback;
    return continueWith(readMessageStatus(callback.status, item, ['status']), (status) => ({
      kind: 'event',
      draft: {
        type: 'message.status.updated',
        providerEvent: item.providerEvent,
        channel: toChannel(callback, context),
        account: toAccount(callback),
        occurredAt: callback.timestamp,
        data: {
          messageId: callback.messageId,
          ...status,
          business: toBusiness(callback.form, callback, context),
          user: recipient === undefined ? undefined : toPhoneOrId(recipient),
          errors: toErrors(callback.failure),
          conversation: {
            id: callback.conversationId,
            type: callback.conversationType,
            expiresAt: callback.expiresAt,
          },
          pricing: { billable: callback.billable },
        },
      },
    }));
  },
);
