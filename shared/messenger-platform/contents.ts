import type { MediaDraft } from '../contract/draft.ts';
import type { Content } from '../contract/index.ts';
import { toCanonicalJson } from '../json.ts';
import { type FileKind, toHttpUrl } from '../provider/values/file.ts';
import type { Attachment, Card, PlatformMessage } from './schema.ts';

/** What a message says, and its files. */
export interface Said {
  readonly content: Content;
  readonly media: readonly MediaDraft[];
}

/** The content of a message. A text beside files is the caption of the first. */
export function toSaid(message: PlatformMessage): Said {
  const { mid, text, quick_reply, referral } = message;
  if (message.is_deleted && mid !== undefined) return only({ kind: 'revoke', messageId: mid });
  const attachments = withoutRepeats(message.attachments ?? []);
  const media = attachments.flatMap(toMedia);
  if (quick_reply)
    return { content: { kind: 'button', text, payload: quick_reply.payload }, media };
  const [first, ...further] = attachments;
  if (first !== undefined) {
    return withText(withFurther(toContent(first, text), further), text, media);
  }
  if (text !== undefined) return only({ kind: 'text', text });
  if (message.is_unsupported) return only({ kind: 'unsupported', errors: [] });
  return only(referral ? { kind: 'system', type: 'referral' } : { kind: 'unknown' });
}

function only(content: Content): Said {
  return { content, media: [] };
}

/** Puts a text that the content does not have beside the first file; without a file, it is the content. */
function withText(content: Content, text: string | undefined, media: Said['media']): Said {
  if (text === undefined || 'text' in content || 'body' in content) return { content, media };
  const [captioned, ...further] = media;
  if (captioned !== undefined) {
    return { content, media: [{ ...captioned, caption: text }, ...further] };
  }
  return only(
    content.kind === 'location'
      ? { ...content, name: content.name ?? text }
      : { kind: 'text', text },
  );
}

/** The kinds of attachments that are a file. */
const fileKinds: Readonly<Record<string, FileKind>> = {
  image: 'image',
  audio: 'audio',
  video: 'video',
  file: 'document',
};

/** What a user shares: a post is a file too, a page is not. */
const shares = [
  'share',
  'post',
  'ig_post',
  'reel',
  'ig_reel',
  'ig_story',
  'story_mention',
  'fallback',
];

function toContent(attachment: Attachment, text: string | undefined): Content {
  const { payload } = attachment;
  const type = typeOf(attachment);
  const kind = Object.hasOwn(fileKinds, type) ? fileKinds[type] : undefined;
  if (kind !== undefined) return { kind };
  if (shares.includes(type)) return toShare(attachment, text);
  switch (type) {
    case 'sticker':
      return { kind: 'sticker' };
    case 'ephemeral':
      return { kind: 'unsupported', providerType: type, errors: [] };
    case 'location':
      return payload?.coordinates === undefined
        ? toUnknown(type, text)
        : {
            kind: 'location',
            latitude: payload.coordinates.lat,
            longitude: payload.coordinates.long,
            name: attachment.title,
            url: attachment.url,
          };
    case 'appointment_booking':
      return { kind: 'flow_reply', name: type, text, responseJson: toBooking(payload) };
    case 'template':
      return toTemplate(payload, text ?? attachment.title);
    default:
      return toUnknown(type, text);
  }
}

/** What stands beside a text that is known does not make it unknown. */
function toUnknown(type: string, text: string | undefined): Content {
  return text === undefined ? { kind: 'unknown', providerType: type } : { kind: 'text', text };
}

/**
 * A text with a link, which Messenger adds as an attachment (`fallback`), stays a text. An attachment
 * without a payload is something that cannot be shared with a business.
 */
function toShare({ type, title, url, payload }: Attachment, text: string | undefined): Content {
  const shared = toShared({ type, title, url, payload });
  if (type === 'fallback' && text !== undefined && hasLink.test(text))
    return { kind: 'text', text };
  return shared === undefined
    ? { kind: 'unsupported', providerType: type, errors: [] }
    : { kind: 'share', ...shared, text };
}

/** @returns `undefined` where there is no link and no title */
function toShared({ type, title, url, payload }: Attachment) {
  const link = payload?.url ?? url;
  const name = payload?.title ?? title;
  if (link === undefined && name === undefined) return undefined;
  const id = payload?.reel_video_id ?? payload?.ig_post_media_id;
  return { type, id, url: link, title: name };
}

/** A message may share several posts or pages; the first decides what kind of content it is. */
function withFurther(content: Content, attachments: readonly Attachment[]): Content {
  if (content.kind !== 'share') return content;
  const further = attachments
    .filter((attachment) => shares.includes(typeOf(attachment)))
    .flatMap((attachment) => toShared(attachment) ?? []);
  return further.length === 0 ? content : { ...content, further };
}

/** Something like a domain. The link of the attachment may lead there by way of Facebook. */
const hasLink = /\w\.\w/;

function toBooking(payload: Attachment['payload']): string {
  const { booking_id, status, start_time, end_time, timezone } = payload ?? {};
  return toCanonicalJson({ booking_id, status, start_time, end_time, timezone });
}

/** A product of the catalog, which a user sends; or a template of the business, in an echo. */
function toTemplate(payload: Attachment['payload'], text: string | undefined): Content {
  const products = payload?.product?.elements ?? [];
  const [product, ...more] = products;
  if (product !== undefined && more.length === 0) {
    const { retailer_id, id, title } = product;
    return { kind: 'product', productRetailerId: retailer_id ?? id, text: text ?? title };
  }
  if (payload?.template_type?.trim().toLowerCase() === 'receipt') return toReceipt(payload, text);
  const cards = payload?.elements ?? payload?.generic?.elements ?? [];
  const elements = products.length > 0 ? products : cards;
  return {
    kind: 'menu',
    type: payload?.template_type,
    body: payload?.text ?? text,
    buttons: payload?.buttons?.map(toRow),
    sections:
      elements.length === 0
        ? undefined
        : elements.map((element) => ({
            title: element.title,
            rows: [toCardRow(element), ...(element.buttons ?? []).map(toRow)].filter(
              (row) => row.id !== undefined || row.title !== undefined,
            ),
          })),
  };
}

/**
 * A receipt of the business: the order with its page is a button, each thing that was bought a section.
 *
 *     { "template_type": "receipt", "recipient_name": "Ada", "merchant_name": "Shop", "order_number": "7",
 *       "currency": "EUR", "order_url": "https://…", "summary": { "total_cost": 56.5 },
 *       "elements": [{ "title": "Shirt", "subtitle": "Blue", "quantity": 2, "price": 25, "currency": "EUR" }] }
 *
 * developers.facebook.com/docs/messenger-platform/reference/templates/receipt, read on 2026-11-28.
 */
function toReceipt(receipt: NonNullable<Attachment['payload']>, text: string | undefined): Content {
  const { order_number, order_url, currency, summary, elements = [] } = receipt;
  const total = summary?.total_cost;
  return {
    kind: 'menu',
    type: receipt.template_type,
    header: receipt.merchant_name,
    body: receipt.text ?? text,
    footer: total && [total, currency].filter(Boolean).join(' '),
    buttons: [order_number ?? order_url].flatMap((title) =>
      title === undefined ? [] : [{ id: order_url ?? order_number, title }],
    ),
    sections: elements.map((element) => {
      const { quantity, price } = element;
      const sum = price && [price, element.currency ?? currency].filter(Boolean).join(' ');
      const description = [quantity, sum].filter(Boolean).join(' × ') || undefined;
      return { title: element.title, rows: [{ ...toCardRow(element), description }] };
    }),
  };
}

/** The second line of a card, with the product that it shows or the page that it opens. */
function toCardRow({ subtitle, retailer_id, id, default_action, url }: Card) {
  return { id: retailer_id ?? id ?? default_action?.url ?? url, title: subtitle };
}

function toRow({
  title,
  url,
  payload,
}: {
  title?: string | undefined;
  url?: string | undefined;
  payload?: string | undefined;
}) {
  return { id: payload ?? url, title };
}

/** The story of a mention must not be copied (Messenger Platform, "Story mention", read on 2026-11-28). */
const withoutFile = new Set(['fallback', 'ig_story', 'story_mention', 'template', 'location']);

function toMedia(attachment: Attachment): readonly MediaDraft[] {
  const { payload } = attachment;
  const type = typeOf(attachment);
  const headers = [payload, payload?.product, payload?.generic]
    .flatMap((holder) => holder?.elements ?? [])
    .flatMap(({ image_url }) => toFile('header', image_url));
  if (withoutFile.has(type)) return headers;
  return toFile('content', payload?.url, payload?.sticker_id);
}

function toFile(
  role: MediaDraft['role'],
  link: string | undefined,
  providerMediaId?: string,
): readonly MediaDraft[] {
  const url = toHttpUrl(link);
  return url === undefined ? [] : [{ role, url, providerMediaId }];
}

/** Until 30 August 2026 a sticker came as an image too, before that as an image only. */
function withoutRepeats(attachments: readonly Attachment[]): readonly Attachment[] {
  const hasSticker = attachments.some(({ type }) => type === 'sticker');
  return attachments.filter(
    ({ type, payload }) => !(hasSticker && type === 'image' && payload?.sticker_id !== undefined),
  );
}

function typeOf({ type = 'unknown', payload }: Attachment): string {
  return type === 'image' && payload?.sticker_id !== undefined ? 'sticker' : type;
}
