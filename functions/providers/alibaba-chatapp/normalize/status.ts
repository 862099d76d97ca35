import type { ProviderError } from '../../../../shared/contract/index.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith } from '../../../../shared/provider/read-item.ts';
import { toError } from '../../../../shared/provider/values/error-text.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { type Status, status } from '../schema.ts';
import { toAccount, toBusiness, toChannel } from './parties.ts';

/** The status of a message of the business. */
export const normalizeStatus = normalizeWith(status, (report, item, context) =>
  continueWith(readMessageStatus(report.Status, item, ['Status']), (known) => {
    const { MessageId: messageId, TaskId, To, ConversationId, ConversationType } = report;
    return {
      kind: 'event',
      draft: {
        type: 'message.status.updated',
        providerEvent: item.providerEvent,
        channel: toChannel(report, context),
        account: toAccount(report),
        occurredAt: report.Timestamp ?? report['Timestamp '],
        data: {
          messageId,
          ...known,
          business: toBusiness(report.From ?? report.OriginPhoneNumber, report, context),
          user: To === undefined ? undefined : toPhoneOrId(To),
          errors: toErrors(report, known.status === 'failed'),
          conversation: {
            id: ConversationId,
            type: ConversationType,
            expiresAt: report.ConversionExpirationTime,
          },
          // Without an id of the sender's own it repeats that of the message.
          callbackData: TaskId === messageId ? undefined : TaskId,
        },
        raw: item.raw,
      },
    };
  }),
);

/** The example of the first form has an `Error` also with a message that was sent. */
function toErrors(report: Status, hasFailed: boolean): ProviderError[] {
  const { ErrorCode, ErrorDescription, Error: first, StatusDescription } = report;
  if (ErrorCode !== undefined || ErrorDescription !== undefined) {
    return [toError(ErrorCode, ErrorDescription)];
  }
  if (!hasFailed) return [];
  if (typeof first === 'object') return [toError(first.code, first.title ?? first.message)];
  const text = first ?? StatusDescription;
  return text === undefined ? [] : [toError(undefined, text)];
}
