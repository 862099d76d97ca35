import type { JsonObject } from '../../../../shared/json.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { toError } from '../../../../shared/provider/values/error-text.ts';
import { toMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { messageStatus } from '../schema.ts';
import { unrecognized } from './misfit.ts';
import { toAccount, toBusiness } from './parties.ts';

/** `whatsapp_message_status_updated`: a message of the business was delivered, read or failed. */
export function normalizeMessageStatus(
  callback: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
): Normalized {
  const read = readItem(messageStatus, callback, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { eventTime, body } = read.value;
  const messageId = body.wamid ?? body.id;
  if (messageId === undefined)
    return unrecognized(providerEvent, '$.body.wamid', 'expected the id of a message');
  const status = toMessageStatus(withoutOrigin(body.status))?.status;
  if (status === undefined) {
    return unrecognized(providerEvent, '$.body.status', 'expected a status that is known');
  }
  return {
    understood: true,
    draft: {
      type: 'message.status.updated',
      providerEvent,
      channel: 'whatsapp',
      account: toAccount(body),
      occurredAt: eventTime,
      data: {
        messageId,
        providerMessageId: body.id === messageId ? undefined : body.id,
        status,
        providerStatus: body.status === status ? undefined : body.status,
        business: toBusiness(body.sendPhone, body, context),
        errors: (body.errorData ?? []).map(({ errorCode, errorMessage }) =>
          toError(errorCode, errorMessage),
        ),
        conversation: {
          id: body.conversation?.id,
          type: body.conversation?.initiateType,
          expiresAt: body.conversation?.expireAt,
        },
        pricing: { currency: body.currency },
        callbackData: body.uid,
      },
    },
  };
}

/** `SMECL:FAILED`: what stands before the colon says which system failed. */
function withoutOrigin(status: string): string {
  return status.slice(status.lastIndexOf(':') + 1);
}
