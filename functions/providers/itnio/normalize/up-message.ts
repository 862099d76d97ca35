import { conversationKey } from '../../../../shared/contract/conversation-key.ts';
import { isJsonObject, type JsonObject } from '../../../../shared/json.ts';
import { contentId } from '../../../../shared/provider/content-id.ts';
import { invalidShape } from '../../../../shared/provider/invalid-shape.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { upMessageEvent } from '../schema.ts';
import { readContent } from './content.ts';
import { toMessageContext } from './message-context.ts';
import { toAccount, toBusiness, toChannel, toUser } from './parties.ts';

/**
 * `up-message-event`: a user wrote. ITNIO tells its own message id, not WhatsApp's. A message
 * without one is known by its content and its time.
 */
export function normalizeUpMessage(
  body: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
): Normalized {
  const read = readItem(upMessageEvent, body, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const callback = read.value;
  const { appId, messageId, businessPhone, from, message, timestamp } = callback;
  if (messageId === undefined && timestamp === undefined) {
    return invalidShape(providerEvent, ['messageId'], 'expected the id of a message, or its time');
  }
  const business = toBusiness(businessPhone, callback, context);
  if (business === undefined) {
    return invalidShape(providerEvent, ['businessPhone'], 'expected a phone number or an id');
  }
  const item = isJsonObject(body.message) ? body.message : {};
  const said = readContent(message.type, item, { providerEvent, path: ['message'] });
  if (!said.fits) return { understood: false, unrecognized: said.unrecognized };
  const { content, media } = said.value;
  const known = {
    providerEvent,
    appId,
    businessPhone,
    from: from.phone,
    timestamp,
    content,
    media,
  };
  const user = toUser(from);
  const channel = toChannel(callback, context);
  return {
    understood: true,
    draft: {
      type: 'message.received',
      providerEvent,
      channel,
      account: toAccount(callback),
      occurredAt: timestamp,
      data: {
        message: {
          id: messageId ?? contentId(known),
          direction: 'inbound',
          conversation: { key: conversationKey({ channel, business, user }) },
          business,
          user,
          content,
          context: toMessageContext(message.context),
          media,
        },
      },
    },
  };
}
