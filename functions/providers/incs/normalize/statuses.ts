import type { ProviderError } from '../../../../shared/contract/index.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith } from '../../../../shared/provider/read-item.ts';
import { toErrors } from '../../../../shared/provider/values/error-text.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { rcsStatusWords } from '../../../../shared/rcs/status-words.ts';
import { toProviderErrors } from '../../../../shared/whatsapp/errors.ts';
import { manifest } from '../manifest.ts';
import type { ReportedErrors } from '../schema/reported-errors.ts';
import { messageStatus } from '../schema.ts';
import { toAccount, toBusiness, toChannel } from './channel.ts';

const statusWords = { ...rcsStatusWords, ...manifest.statusWords };

/**
 * `message_status_update` and `message_status_updated`: the status of a message that is named by its
 * WhatsApp id or by its INCS id. With the INCS id, the callback names neither the channel nor the
 * parties; `message_created` of the same id does. The names differ in one letter, so either form is read
 * under both.
 */
export const normalizeMessageStatus = normalizeWith(messageStatus, (callback, item, context) => {
  const { message_id, message_status, error, received_at, updated_at } = callback;
  const read = readMessageStatus(message_status, item, ['message_status'], statusWords);
  return continueWith(read, (status) => ({
    kind: 'event',
    draft: {
      type: 'message.status.updated',
      providerEvent: item.providerEvent,
      channel: toChannel(message_id, callback, context),
      account: toAccount(callback),
      occurredAt: received_at ?? updated_at,
      data: {
        messageId: message_id,
        ...status,
        business: toBusiness(callback, context),
        errors: toReportedErrors(error),
      },
    },
  }));
});

/** The errors of a callback, which are objects or a text that may begin with a code. */
export function toReportedErrors(error: ReportedErrors): ProviderError[] {
  return typeof error === 'string' ? toErrors(error) : toProviderErrors(error);
}
