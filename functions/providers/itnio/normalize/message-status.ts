import type { JsonObject } from '../../../../shared/json.ts';
import { invalidShape } from '../../../../shared/provider/invalid-shape.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { toErrors } from '../../../../shared/provider/values/error-text.ts';
import { toMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { messageStatusEvent } from '../schema.ts';
import { toAccount, toBusiness, toChannel, toUser } from './parties.ts';

/** `message-status-event`: what became of a message from the business. */
export function normalizeMessageStatus(
  body: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
): Normalized {
  const read = readItem(messageStatusEvent, body, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const callback = read.value;
  const { recipient } = callback;
  const status = toMessageStatus(callback.status);
  if (status === undefined) {
    return invalidShape(providerEvent, ['status'], 'expected a status that is known');
  }
  return {
    understood: true,
    draft: {
      type: 'message.status.updated',
      providerEvent,
      channel: toChannel(callback, context),
      account: toAccount(callback),
      occurredAt: callback.timestamp,
      data: {
        messageId: callback.messageId,
        ...status,
        business: toBusiness(callback.form, callback, context),
        user: recipient === undefined ? undefined : toUser({ phone: recipient }),
        errors: toErrors(callback.failure),
        conversation: {
          id: callback.conversationId,
          type: callback.conversationType,
          expiresAt: callback.expiresAt,
        },
        pricing: { billable: callback.billable },
      },
    },
  };
}
