import type { EventDraft } from '../../../../shared/contract/draft.ts';
import type { MessageContext } from '../../../../shared/contract/message-events.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import { contentId } from '../../../../shared/provider/content-id.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith, invalidShape, placeWithin } from '../../../../shared/provider/read-item.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import { toProviderErrors } from '../../../../shared/whatsapp/errors.ts';
import { toReferral } from '../../../../shared/whatsapp/messages.ts';
import { toResellerUser } from '../../../../shared/whatsapp/reseller-user.ts';
import { withUserChange } from '../../../../shared/whatsapp/user-changes.ts';
import { type UpMessageContext, upMessageEvent } from '../schema.ts';
import { readContent } from './content.ts';
import { toAccount, toBusiness, toChannel } from './parties.ts';

/**
 * `up-message-event`: a user wrote. ITNIO gives its own message id and not WhatsApp's. A message
 * without an id is identified by its content and its time.
 */
export const normalizeUpMessage = normalizeWith(
  upMessageEvent,
  (callback, item: BodyItem, context) => {
    const { providerEvent, json } = item;
    const { appId, messageId, businessPhone, from, message, timestamp } = callback;
    if (messageId === undefined && timestamp === undefined) {
      return invalidShape(item, ['messageId'], 'expected the id of a message, or its time');
    }
    const business = toBusiness(businessPhone, callback, context);
    if (business === undefined) {
      return invalidShape(item, ['businessPhone'], 'expected a phone number or an id');
    }
    const user = toResellerUser(from?.phone, callback, from, message.system);
    if (user === undefined) {
      return invalidShape(item, ['from', 'phone'], 'expected a phone number or an id');
    }
    const body = readContent(
      message,
      isJsonObject(json.message) ? json.message : {},
      placeWithin(item, 'message'),
    );
    return continueWith(body, ({ content, media }) => {
      // Without an id in the callback, what identifies it is the content.
      const toContentId = () => {
        const parties = { appId, businessPhone, from: from?.phone ?? user.id };
        return contentId({ providerEvent, ...parties, timestamp, content, media });
      };
      const draft: EventDraft<'message.received'> = {
        type: 'message.received',
        providerEvent,
        channel: toChannel(callback, context),
        providerChannel: callback.channelType,
        account: toAccount(callback),
        occurredAt: timestamp,
        data: {
          message: {
            id: messageId ?? toContentId(),
            business,
            user,
            content,
            context: toMessageContext(message.context),
            referral: toReferral(message),
            media,
            errors:
              message.errors && content.kind !== 'unsupported'
                ? toProviderErrors(message.errors)
                : undefined,
          },
        },
      };
      return withUserChange({ kind: 'event', draft }, message.system, json);
    });
  },
);

/** What the message replies to, and whether it was forwarded. */
function toMessageContext(context: UpMessageContext): MessageContext | undefined {
  if (context === undefined) return undefined;
  const { id, from, forwarded, referred_product: product } = context;
  return {
    messageId: id,
    from: toPhone(from) ?? from,
    forwarded,
    frequentlyForwarded: context.frequently_forwarded ?? context['frequently_forwarded '],
    referredProduct: product && {
      catalogId: product.catalog_id,
      productRetailerId: product.product_retailer_id,
    },
  };
}
