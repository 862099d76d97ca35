import type { EventDraft } from '../../../shared/events/draft.ts';
import type { JsonObject } from '../../../shared/normalizers/json.ts';
import type { NormalizeContext, Normalized } from '../../../shared/providers/provider.ts';
import { readItem } from '../../../shared/providers/read-item.ts';
import { messageStatusUpdate } from '../schema.ts';
import { toAccount, toBusiness, toChannel } from './channel.ts';

type Status = EventDraft<'message.status.updated'>['data']['status'];

const statuses: ReadonlySet<string> = new Set<Status>([
  'created',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'deleted',
]);

function isStatus(word: string): word is Status {
  return statuses.has(word);
}

/** `message_status_update`: the status of a message that is named by its WhatsApp id. */
export function normalizeStatusUpdate(body: JsonObject, context: NormalizeContext): Normalized {
  const feed = 'message_status_update';
  const read = readItem(messageStatusUpdate, body, { feed });
  if (!read.fits) return { understood: false, misfit: read.misfit };
  const callback = read.value;
  const { message_id, message_status, error } = callback;
  const status = message_status.toLowerCase();
  if (!isStatus(status)) {
    const problem = 'expected a status that is known';
    return {
      understood: false,
      misfit: { reason: 'invalid_shape', feed, path: '$.message_status', problem },
    };
  }
  return {
    understood: true,
    draft: {
      type: 'message.status.updated',
      feed,
      channel: toChannel(message_id, callback, context),
      account: toAccount(callback),
      occurredAt: callback.received_at,
      data: {
        messageId: message_id,
        status,
        providerStatus: message_status === status ? undefined : message_status,
        business: toBusiness(callback, context),
        errors: error === undefined ? [] : [{ code: error.code, title: error.title }],
      },
    },
  };
}
