import { normalizeCloudApiValue } from '../../../shared/normalizers/cloud-api/normalize-value.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/normalizers/json.ts';
import type { NormalizeContext, Normalized } from '../../../shared/providers/provider.ts';
import { readItem } from '../../../shared/providers/read-item.ts';
import { newMessage } from '../schema.ts';
import { toAccount, toBusiness } from './channel.ts';

const feed = 'new_message';

/** A user wrote: WhatsApp as the Cloud API's object, RCS as Google's. */
export function normalizeNewMessage(
  body: JsonObject,
  context: NormalizeContext,
): readonly Normalized[] {
  const read = readItem(newMessage, body, { feed });
  if (!read.fits) return [{ understood: false, misfit: read.misfit }];
  const { message } = body;
  if (!isCloudApiValue(message)) {
    const problem = 'expected a WhatsApp or an RCS message';
    return [
      {
        understood: false,
        misfit: { reason: 'invalid_shape', feed, path: '$.message', problem },
      },
    ];
  }
  return normalizeCloudApiValue(message, {
    feed,
    path: ['message'],
    account: toAccount(read.value),
    business: toBusiness(read.value, context),
    wrap: (value) => ({ ...body, message: value }),
  });
}

function isCloudApiValue(message: JsonValue | undefined): boolean {
  return isJsonObject(message) && ('messaging_product' in message || 'messages' in message);
}
