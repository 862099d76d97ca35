import type { MessageDraft } from '../contract/draft.ts';
import { toCanonicalJson } from '../json.ts';
import { contentId } from '../provider/content-id.ts';
import { normalizeWith } from '../provider/normalize-items.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { continueWith, invalidShape } from '../provider/read-item.ts';
import { type Said, toSaid } from './contents.ts';
import { readSides, timeOf, withoutUser } from './parties.ts';
import type { PlatformItem } from './read-events.ts';
import {
  callPermissionReply,
  customerInformation,
  type Envelope,
  feedback,
  message,
  messageEdit,
  order,
  type PlatformMessage,
  postback,
  type Referral,
  reaction,
  referralEvent,
  responseFeedback,
} from './schema.ts';

/** One message as it was read. */
interface Written extends Said {
  /** Absent where it has no id of its own. */
  readonly id?: string | undefined;
  /** What identifies a message without an id, beside the user and the time. */
  readonly known: object;
  readonly isEcho?: boolean | undefined;
  readonly appId?: string | undefined;
  readonly details?: Pick<MessageDraft, 'context' | 'referral' | 'callbackData'>;
}

/** `message`: a user wrote, or the business did. */
export const normalizeMessage = normalizeWith(message, (value, item: PlatformItem) => {
  const said = toSaid(value.message);
  const { mid, is_echo, is_deleted, app_id, metadata, reply_to } = value.message;
  if (is_deleted && mid === undefined) {
    return invalidShape(item, ['message', 'mid'], 'expected the id of the message');
  }
  return toMessage(value, item, {
    ...said,
    // The notice that a message was deleted has the id of that message, and none of its own.
    id: is_deleted ? undefined : mid,
    known: is_deleted ? { deleted: mid } : { message: value.message },
    isEcho: is_echo,
    appId: app_id,
    details: {
      context: toContext(reply_to?.mid, value.message.referral),
      referral: toReferral(value.message.referral) ?? toStory(reply_to),
      callbackData: metadata,
    },
  });
});

/** `postback`: a user tapped a button of the business, or "Get started". */
export const normalizePostback = normalizeWith(postback, (value, item: PlatformItem) => {
  const { mid, title, payload, referral } = value.postback;
  return toMessage(value, item, {
    id: mid,
    known: { postback: value.postback },
    content: { kind: 'button', text: title, payload },
    media: [],
    details: { context: toContext(undefined, referral), referral: toReferral(referral) },
  });
});

/** `referral`: a user came back to a conversation by a link or an ad. */
export const normalizeReferral = normalizeWith(referralEvent, (value, item: PlatformItem) =>
  toMessage(value, item, {
    known: { referral: value.referral },
    content: { kind: 'system', type: 'referral' },
    media: [],
    details: {
      context: toContext(undefined, value.referral),
      referral: toReferral(value.referral),
    },
  }),
);

/** `reaction`: a user reacted to a message, or took that back. */
export const normalizeReaction = normalizeWith(reaction, (value, item: PlatformItem) => {
  const { mid, action, reaction: word, emoji } = value.reaction;
  const isTaken = action?.trim().toLowerCase() === 'unreact';
  const shown = emoji ?? (word && (emojiOf[word.trim().toLowerCase()] ?? word));
  if (!isTaken && shown === undefined && action === undefined) {
    return invalidShape(item, ['reaction', 'action'], 'expected react or unreact');
  }
  return toMessage(value, item, {
    known: { reaction: value.reaction },
    // Without an emoji, the contract says that the reaction was removed.
    content: { kind: 'reaction', messageId: mid, emoji: isTaken ? undefined : (shown ?? 'other') },
    media: [],
  });
});

/** Meta's words for a reaction whose emoji is not there. */
const emojiOf: Readonly<Record<string, string>> = {
  smile: '😆',
  laugh: '😆',
  angry: '😠',
  sad: '😢',
  wow: '😮',
  love: '❤️',
  like: '👍',
  dislike: '👎',
};

/** `message_edit`: a user edited a message. */
export const normalizeMessageEdit = normalizeWith(messageEdit, (value, item: PlatformItem) => {
  const { mid, text } = value.message_edit;
  return toMessage(value, item, {
    known: { edit: value.message_edit },
    content: { kind: 'edit', messageId: mid, text },
    media: [],
  });
});

/** `order`: a user sent a cart. */
export const normalizeOrder = normalizeWith(order, (value, item: PlatformItem) => {
  const { note, products = [] } = value.order;
  return toMessage(value, item, {
    known: { order: value.order },
    content: {
      kind: 'order',
      text: note,
      items: products.map(({ id, retailer_id, quantity, unit_price, currency }) => ({
        productRetailerId: retailer_id ?? id,
        quantity,
        itemPrice: unit_price,
        currency,
      })),
    },
    media: [],
  });
});

/** `response_feedback`: a user pressed a button below a message of the business. */
export const normalizeResponseFeedback = normalizeWith(
  responseFeedback,
  (value, item: PlatformItem) => {
    const { mid, feedback: judged } = value.response_feedback;
    return toMessage(value, item, {
      known: { feedback: value.response_feedback },
      content: { kind: 'button', text: judged },
      media: [],
      details: { context: mid === undefined ? undefined : { messageId: mid } },
    });
  },
);

/** `messaging_feedback`: a user filled in the form of a feedback template. */
export const normalizeFeedback = normalizeWith(feedback, (value, item: PlatformItem) =>
  toMessage(value, item, {
    known: { feedback: value.messaging_feedback },
    content: {
      kind: 'flow_reply',
      name: 'messaging_feedback',
      responseJson: toCanonicalJson(value.messaging_feedback),
    },
    media: [],
  }),
);

/** `messaging_customer_information`: a user filled in a form of contact details. */
export const normalizeCustomerInformation = normalizeWith(
  customerInformation,
  (value, item: PlatformItem) =>
    toMessage(value, item, {
      known: { information: value.messaging_customer_information },
      content: {
        kind: 'flow_reply',
        name: 'messaging_customer_information',
        responseJson: toCanonicalJson(value.messaging_customer_information),
      },
      media: [],
    }),
);

/** `call_permission_reply`: a user said whether the business may call. */
export const normalizeCallPermission = normalizeWith(
  callPermissionReply,
  (value, item: PlatformItem) => {
    const { response, expiration_timestamp: expiresAt } = value.call_permission_reply;
    return toMessage(value, item, {
      known: { permission: value.call_permission_reply },
      content: { kind: 'call_permission_reply', response, expiresAt },
      media: [],
    });
  },
);

function toMessage(envelope: Envelope, item: PlatformItem, written: Written): NormalizeResult {
  return continueWith(readSides(envelope, item, written.isEcho), (sides) => {
    const { account, business, user, isFromBusiness } = sides;
    if (user === undefined) return withoutUser(item, sides);
    const { content, media, known, details } = written;
    const id = written.id ?? contentId({ user: user.id, at: envelope.timestamp, ...known });
    return {
      kind: 'event',
      draft: {
        type: isFromBusiness ? 'message.sent' : 'message.received',
        providerEvent: item.providerEvent,
        channel: item.channel,
        account: { ...account, appId: written.appId },
        occurredAt: timeOf(envelope, item),
        data: { message: { id, business, user, content, media, ...details } },
        raw: item.raw,
      },
    };
  });
}

/** The message that a message replies to, and the product that it is about. */
function toContext(messageId: string | undefined, referral: Referral): MessageDraft['context'] {
  const product = referral?.product?.id ?? referral?.ads_context_data?.product_id;
  return { messageId, referredProduct: { productRetailerId: product } };
}

function toReferral(referral: Referral): MessageDraft['referral'] {
  if (referral === undefined) return undefined;
  const { ref, source, ad_id, referer_uri, ads_context_data: ad } = referral;
  return {
    sourceUrl: referer_uri,
    sourceType: source,
    sourceId: ad_id ?? ad?.post_id,
    headline: ad?.ad_title,
    imageUrl: ad?.photo_url,
    // The page says that it is a thumbnail of the video.
    thumbnailUrl: ad?.video_url,
    ref,
  };
}

/** The story to which a user replies. */
function toStory(replyTo: PlatformMessage['reply_to']): MessageDraft['referral'] {
  const story = replyTo?.story;
  return story && { sourceType: 'story', sourceId: story.id, sourceUrl: story.url };
}
