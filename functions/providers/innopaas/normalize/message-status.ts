import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith, invalidShape } from '../../../../shared/provider/read-item.ts';
import { toError } from '../../../../shared/provider/values/error-text.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { messageStatus } from '../schema.ts';
import { toAccount, toBusiness } from './parties.ts';

/** `whatsapp_message_status_updated`: a message of the business was delivered, read or failed. */
export const normalizeMessageStatus = normalizeWith(
  messageStatus,
  ({ eventTime, body }, item, context) => {
    const messageId = body.wamid ?? body.id;
    if (messageId === undefined) {
      return invalidShape(item, ['body', 'wamid'], 'expected the id of a message');
    }
    const read = readMessageStatus(withoutOrigin(body.status), item, ['body', 'status']);
    return continueWith(read, ({ status }) => ({
      kind: 'event',
      draft: {
        type: 'message.status.updated',
        providerEvent: item.providerEvent,
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
    }));
  },
);

/** `SMECL:FAILED`: the part before the colon names the system that failed. */
function withoutOrigin(status: string): string {
  return status.slice(status.lastIndexOf(':') + 1);
}
