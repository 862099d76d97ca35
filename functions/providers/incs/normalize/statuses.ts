import type { JsonObject } from '../../../../shared/json.ts';
import { invalidShape } from '../../../../shared/provider/invalid-shape.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { toMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { messageStatusUpdate, messageStatusUpdated } from '../schema/callbacks.ts';
import { toAccount, toBusiness, toChannel } from './channel.ts';
import { toReportedErrors } from './reported-errors.ts';
import { toStatusWord } from './status-code.ts';

/** `message_status_update`: the status of a message that is named by its WhatsApp id. */
export function normalizeStatusUpdate(body: JsonObject, context: NormalizeContext): Normalized {
  const providerEvent = 'message_status_update';
  const read = readItem(messageStatusUpdate, body, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const callback = read.value;
  const { message_id, error } = callback;
  const status = toMessageStatus(callback.message_status);
  if (status === undefined) return unknownStatus(providerEvent);
  return {
    understood: true,
    draft: {
      type: 'message.status.updated',
      providerEvent,
      channel: toChannel(message_id, callback, context),
      account: toAccount(callback),
      occurredAt: callback.received_at,
      data: {
        messageId: message_id,
        ...status,
        business: toBusiness(callback, context),
        errors: toReportedErrors(error),
      },
    },
  };
}

/**
 * `message_status_updated`: the status of a message that is named by its INCS id. The callback says
 * neither the channel nor who took part; `message_created` of the same id does.
 */
export function normalizeStatusUpdated(body: JsonObject): Normalized {
  const providerEvent = 'message_status_updated';
  const read = readItem(messageStatusUpdated, body, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { message_id, message_status, error, updated_at } = read.value;
  const status = toMessageStatus(toStatusWord(message_status));
  if (status === undefined) return unknownStatus(providerEvent);
  return {
    understood: true,
    draft: {
      type: 'message.status.updated',
      providerEvent,
      occurredAt: updated_at,
      data: { messageId: message_id, ...status, errors: toReportedErrors(error) },
    },
  };
}

function unknownStatus(providerEvent: string): Normalized {
  return invalidShape(providerEvent, ['message_status'], 'expected a status that is known');
}
