import { conversationKey } from '../../../shared/facts/conversation-key.ts';
import { isJsonObject, type JsonObject } from '../../../shared/normalizers/json.ts';
import { invalidShape } from '../../../shared/providers/invalid-shape.ts';
import type { NormalizeContext, Normalized } from '../../../shared/providers/provider.ts';
import { readItem } from '../../../shared/providers/read-item.ts';
import { upMessageEvent } from '../schema.ts';
import { readContent } from './content.ts';
import { toMessageContext } from './message-context.ts';
import { toAccount, toBusiness, toChannel, toUser } from './parties.ts';

/** `up-message-event`: a user wrote. ITNIO tells its own message id, not WhatsApp's. */
export function normalizeUpMessage(
  body: JsonObject,
  feed: string,
  context: NormalizeContext,
): Normalized {
  const read = readItem(upMessageEvent, body, { feed });
  if (!read.fits) return { understood: false, misfit: read.misfit };
  const callback = read.value;
  const business = toBusiness(callback.businessPhone, callback, context);
  if (business === undefined) {
    return invalidShape(feed, ['businessPhone'], 'expected a phone number or an id');
  }
  const item = isJsonObject(body.message) ? body.message : {};
  const content = readContent(callback.message.type, item, { feed, path: ['message'] });
  if (!content.fits) return { understood: false, misfit: content.misfit };
  const user = toUser(callback.from);
  const channel = toChannel(callback, context);
  return {
    understood: true,
    draft: {
      type: 'message.received',
      feed,
      channel,
      account: toAccount(callback),
      occurredAt: callback.timestamp,
      data: {
        message: {
          id: callback.messageId,
          direction: 'inbound',
          conversation: { key: conversationKey({ channel, business, user }) },
          business,
          user,
          content: content.value.content,
          context: toMessageContext(callback.message.context),
          media: content.value.media,
        },
      },
    },
  };
}
