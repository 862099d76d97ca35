import type { MediaDraft, MessageDraft } from '../../../../shared/contract/draft.ts';
import type { Content } from '../../../../shared/contract/index.ts';
import type { Message } from '../../../../shared/contract/message-events.ts';
import { isJsonArray, isJsonObject } from '../../../../shared/json.ts';
import { contentId } from '../../../../shared/provider/content-id.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import type { NormalizeContext } from '../../../../shared/provider/provider-adapter.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toAmount } from '../../../../shared/provider/values/decimal.ts';
import { toFileKind, toHttpUrl } from '../../../../shared/provider/values/file.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import { isWamid } from '../../../../shared/whatsapp/wamid.ts';
import { type InfobipContent, message, mms, type Received, sms } from '../schema.ts';
import { toContent, toFiles } from './content.ts';
import {
  findChannel,
  type NamedChannel,
  toAccount,
  toChannel,
  toParty,
  toUser,
} from './parties.ts';

/** A user wrote: an SMS is flat, an MMS has a list of parts, all others an object. */
export function normalizeMessage(item: BodyItem, context: NormalizeContext) {
  if (isJsonArray(item.json.message)) return normalizeMms(item, context);
  return isJsonObject(item.json.message) || typeof item.json.message === 'string'
    ? normalizeTyped(item, context)
    : normalizeSms(item, context);
}

const normalizeSms = normalizeWith(sms, (received, item: BodyItem) => {
  const { text = received.cleanText } = received;
  const content = text === undefined ? ({ kind: 'unknown' } as const) : toText(text);
  return toReceived(received, item, { ...channelOf(received, 'sms'), content, media: [] });
});

const normalizeMms = normalizeWith(mms, (received, item: BodyItem) => {
  const { message: parts = [] } = received;
  const text = parts
    .filter(({ contentType }) => contentType?.startsWith('text/') === true)
    .flatMap(({ value }) => value ?? [])
    .join('\n');
  const files = parts.filter(({ url }) => url !== undefined);
  const media: readonly MediaDraft[] = files.map(({ url, contentType }, index) => ({
    role: 'content',
    url: toHttpUrl(url),
    mimeType: contentType,
    caption: index === 0 ? text : undefined,
  }));
  const [file] = files;
  const content = text === '' ? ({ kind: 'unknown' } as const) : toText(text);
  return toReceived(received, item, {
    ...channelOf(received, 'mms'),
    content: file === undefined ? content : { kind: toFileKind(file.contentType) },
    media,
  });
});

const normalizeTyped = normalizeWith(message, (received, item: BodyItem, context) => {
  const { message: written } = received;
  const channel = toTypedChannel(received, written, context);
  const type = written.type?.trim().toUpperCase();
  if (type === 'INTERACTIVE_PAYMENT_CONFIRMATION') {
    const { totalAmount } = written;
    const amount = toAmount(totalAmount?.value, totalAmount?.offset);
    return toPayment(received, item, channel, { ...written, amount });
  }
  if (type === 'FOLLOW' || type === 'UNFOLLOW') return toFollower(received, item, channel, type);
  const content = toContent(written);
  if (content === undefined) {
    return invalidShape(item, ['message', 'latitude'], 'expected degrees');
  }
  const { context: quoted, referral } = written;
  return toReceived(received, item, {
    ...channel,
    id: written.mid,
    content,
    media: toFiles(written),
    context: {
      messageId: quoted?.id ?? received.pairedMessageId,
      from: toPhone(quoted?.from) ?? quoted?.from,
      referredProduct: quoted?.referredProduct,
    },
    referral: referral && toReferral(referral),
    groupId: quoted?.groupId,
    callbackData: written.trackingData,
  });
});

/** What the forms of a message have in common, and what their content is. */
type Said = NamedChannel &
  Pick<MessageDraft, 'content' | 'media' | 'context' | 'referral' | 'callbackData'> & {
    /** For a message whose envelope has none. */
    readonly id?: string | undefined;
    readonly groupId?: string | undefined;
  };

export function toReceived(received: Received, item: BodyItem, said: Said): NormalizeResult {
  const { providerEvent, raw } = item;
  const { id, groupId, channel, providerChannel, ...content } = said;
  const { from = received.sender, to, receivedAt } = received;
  const { business, user } = toParties(received, { channel });
  if (user === undefined) return withoutUser(item);
  if (business === undefined) {
    return invalidShape(item, ['to'], 'expected a phone number or an id');
  }
  const known = { from: from ?? user, to, receivedAt, content: said.content, media: said.media };
  return {
    kind: 'event',
    draft: {
      type: 'message.received',
      providerEvent,
      channel,
      providerChannel,
      account: toAccount(received, business),
      occurredAt: receivedAt,
      data: {
        message: {
          ...content,
          business,
          user,
          id: received.messageId ?? id ?? contentId(known),
          conversation: { providerConversationId: received.conversation?.id, groupId },
          context: content.context ?? { messageId: received.pairedMessageId },
          callbackData: received.callbackData ?? content.callbackData,
        },
      },
      raw,
    },
  };
}

/** A user paid: WhatsApp's own word for the result is in `status`. */
export function toPayment(
  received: Received,
  item: BodyItem,
  channel: NamedChannel,
  paid: InfobipContent & { readonly amount: string | undefined },
): NormalizeResult {
  const { providerEvent, json, raw } = item;
  const { referenceId, status, amount, currency, context } = paid;
  if (status === undefined) return invalidShape(item, ['message', 'status'], 'expected text');
  const { business, user } = toParties(received, channel);
  return {
    kind: 'event',
    draft: {
      type: 'payment.updated',
      providerEvent,
      ...channel,
      account: toAccount(received, business),
      occurredAt: received.receivedAt,
      data: {
        referenceId,
        current: status,
        amount,
        currency,
        messageId: context?.id,
        business,
        user,
        transaction: {
          id: paid.transactionId,
          providerTransactionId: paid.paymentId,
          type: paid.transactionType,
        },
        errors: [],
      },
      item: json,
      raw,
    },
  };
}

/** A user follows the account of the business on LINE, or does so no more. */
function toFollower(
  received: Received,
  item: BodyItem,
  channel: NamedChannel,
  current: string,
): NormalizeResult {
  const { providerEvent, json, raw } = item;
  const { business, user } = toParties(received, channel);
  if (user === undefined) return withoutUser(item);
  return {
    kind: 'event',
    draft: {
      type: 'user.updated',
      providerEvent,
      ...channel,
      account: toAccount(received, business),
      occurredAt: received.receivedAt,
      data: { business, user, aspect: 'preferences', current },
      item: json,
      raw,
    },
  };
}

function toParties(received: Received, channel: NamedChannel) {
  const { from = received.sender, to, contact } = received;
  return { business: toParty(to, channel), user: toUser(from, channel, contact) };
}

function withoutUser(item: BodyItem): NormalizeResult {
  return invalidShape(item, ['from'], 'expected a phone number or an id');
}

function channelOf({ integrationType }: Received, usual: 'sms' | 'mms'): NamedChannel {
  return integrationType === undefined ? { channel: usual } : toChannel(integrationType);
}

/** Messenger has no `integrationType`, but Meta's id of the message. */
function toTypedChannel(
  { integrationType, messageId, to }: Received,
  { mid }: InfobipContent,
  context: NormalizeContext,
): NamedChannel {
  if (integrationType !== undefined) return toChannel(integrationType);
  if (isWamid(messageId)) return { channel: 'whatsapp' };
  return { channel: findChannel(to, context) ?? (mid === undefined ? undefined : 'messenger') };
}

function toText(text: string): Content {
  return { kind: 'text', text };
}

function toReferral(referral: NonNullable<InfobipContent['referral']>): Message['referral'] {
  const { referralMedia } = referral;
  const mediaType = referralMedia?.type?.toLowerCase();
  const isVideo = mediaType === 'video';
  return {
    sourceUrl: referral.sourceUrl,
    sourceType: referral.sourceType?.toLowerCase(),
    sourceId: referral.sourceId,
    headline: referral.headline,
    body: referral.body,
    mediaType,
    imageUrl: isVideo ? undefined : referralMedia?.url,
    videoUrl: isVideo ? referralMedia?.url : undefined,
    ctwaClid: referral.ctwaClickId,
  };
}
