import type { Message } from '../contract/message-events.ts';
import { toObject } from '../provider/inbound.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { continueWith, invalidShape } from '../provider/read-item.ts';
import { toPhone } from '../provider/values/phone.ts';
import { toProviderErrors } from './errors.ts';
import type { ValueContext, ValueItem } from './normalize-value.ts';
import { type PersonRef, toUser } from './parties.ts';
import { readBody } from './read-body.ts';
import type { CloudApiMessage } from './schema.ts';

/** Who wrote, by the list that a message is in, and where the person is named. */
const lists = {
  messages: { type: 'message.received', person: 'from' },
  message_echoes: { type: 'message.sent', person: 'to' },
} as const;

/**
 * The event of one entry of `messages`: a user wrote to the business; or of `message_echoes`: the
 * business wrote to a user from its own phone.
 */
export function normalizeMessage(
  message: CloudApiMessage,
  item: ValueItem,
  list: keyof typeof lists,
  { providerEvent, path, account, business }: ValueContext,
): NormalizeResult {
  const { type, person } = lists[list];
  const ref = person === 'from' ? toSenderRef(message) : toRecipientRef(message);
  const place = item.placeOf(ref);
  const user = toUser(ref, item.contactOf(ref));
  if (user === undefined) {
    return invalidShape(place, [person], 'expected the phone number or the id of a user');
  }
  if (business === undefined) {
    const problem = 'expected the phone number or the id of the business';
    return invalidShape({ ...place, path }, ['metadata'], problem);
  }
  const groupId = message.group_id ?? message.system?.group_id;
  const body = readBody(message, toObject(item.json) ?? {}, place);
  return continueWith(body, ({ content, media }) => ({
    kind: 'event',
    draft: {
      type,
      providerEvent,
      channel: 'whatsapp',
      account,
      occurredAt: message.timestamp,
      data: {
        message: {
          id: message.id,
          providerMessageId: item.ownId === message.id ? undefined : item.ownId,
          conversation: { groupId },
          business,
          user,
          content,
          context: toContext(message),
          referral: toReferral(message),
          media,
          errors:
            message.errors && content.kind !== 'unsupported'
              ? toProviderErrors(message.errors)
              : undefined,
        },
      },
      raw: place.raw,
    },
  }));
}

/** A notice about a user may name them only by their previous ids. */
function toSenderRef(message: CloudApiMessage): PersonRef {
  const { system } = message;
  return {
    waId: message.from ?? system?.customer,
    userId: message.from_user_id ?? system?.previous_user_id,
    parentUserId: message.from_parent_user_id ?? system?.previous_parent_user_id,
  };
}

function toRecipientRef(message: CloudApiMessage): PersonRef {
  return {
    waId: message.to,
    userId: message.to_user_id,
    parentUserId: message.to_parent_user_id,
  };
}

/** What a message replies to, and whether it was forwarded. */
export function toContext({ context }: Pick<CloudApiMessage, 'context'>): Message['context'] {
  if (context === undefined) return undefined;
  return {
    messageId: context.id,
    from: toPhone(context.from) ?? context.from,
    forwarded: context.forwarded,
    frequentlyForwarded: context.frequently_forwarded,
    referredProduct: {
      catalogId: context.referred_product?.catalog_id,
      productRetailerId: context.referred_product?.product_retailer_id,
    },
  };
}

/** The ad or post that brought the user here. */
export function toReferral({ referral }: Pick<CloudApiMessage, 'referral'>): Message['referral'] {
  if (referral === undefined) return undefined;
  return {
    sourceUrl: referral.source_url,
    sourceType: referral.source_type,
    sourceId: referral.source_id,
    headline: referral.headline,
    body: referral.body,
    mediaType: referral.media_type,
    imageUrl: referral.image_url,
    videoUrl: referral.video_url,
    thumbnailUrl: referral.thumbnail_url,
    ctwaClid: referral.ctwa_clid,
    welcomeText: referral.welcome_message?.text,
    ref: referral.ref,
  };
}
