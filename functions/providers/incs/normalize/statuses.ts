import type { ProviderError } from '../../../../shared/contract/index.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith } from '../../../../shared/provider/read-item.ts';
import { toErrors } from '../../../../shared/provider/values/error-text.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { rcsStatusWords } from '../../../../shared/rcs/status-words.ts';
import { toProviderErrors } from '../../../../shared/whatsapp/errors.ts';
import { manifest } from '../manifest.ts';
import type { ReportedErrors } from '../schema/reported-errors.ts';
import { statusByIncsId, statusByWamid } from '../schema.ts';
import { toAccount, toBusiness, toChannel } from './channel.ts';

/** `message_status_update`: the status of a message that is named by its WhatsApp id. */
export const normalizeStatusByWamid = normalizeWith(statusByWamid, (callback, item, context) => {
  const { message_id, message_status, error, received_at } = callback;
  const read = readMessageStatus(message_status, item, ['message_status'], rcsStatusWords);
  return continueWith(read, (status) => ({
    kind: 'event',
    draft: {
      type: 'message.status.updated',
      providerEvent: item.providerEvent,
      channel: toChannel(message_id, callback, context),
      account: toAccount(callback),
      occurredAt: received_at,
      data: {
        messageId: message_id,
        ...status,
        business: toBusiness(callback, context),
        errors: toReportedErrors(error),
      },
    },
  }));
});

/**
 * `message_status_updated`: the status of a message that is named by its INCS id. The callback names
 * neither the channel nor the parties; `message_created` of the same id does.
 */
export const normalizeStatusByIncsId = normalizeWith(statusByIncsId, (callback, item) => {
  const { message_id, message_status, error, updated_at } = callback;
  const read = readMessageStatus(message_status, item, ['message_status'], manifest.statusWords);
  return continueWith(read, (status) => ({
    kind: 'event',
    draft: {
      type: 'message.status.updated',
      providerEvent: item.providerEvent,
      occurredAt: updated_at,
      data: { messageId: message_id, ...status, errors: toReportedErrors(error) },
    },
  }));
});

/** The errors of a callback, which are objects or a text that may begin with a code. */
export function toReportedErrors(error: ReportedErrors): ProviderError[] {
  return typeof error === 'string' ? toErrors(error) : toProviderErrors(error);
}
