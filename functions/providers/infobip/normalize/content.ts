import type { MediaDraft } from '../../../../shared/contract/draft.ts';
import type { Content } from '../../../../shared/contract/index.ts';
import { toFileKind, toHttpUrl } from '../../../../shared/provider/values/file.ts';
import type { InfobipContent } from '../schema.ts';
import { toContactCard } from './contact-cards.ts';

/** What a message says. `undefined` for a place without coordinates. */
export function toContent(message: InfobipContent): Content | undefined {
  const { id, title, text } = message;
  const type = message.type?.trim().toUpperCase();
  switch (type) {
    case 'TEXT':
      return text === undefined ? { kind: 'unknown', providerType: type } : { kind: 'text', text };
    case 'IMAGE':
    case 'VIDEO':
    case 'AUDIO':
    case 'DOCUMENT':
    case 'STICKER':
      return { kind: type.toLowerCase() as Lowercase<typeof type> };
    case 'VOICE':
      return { kind: 'audio', voice: true };
    case 'FILE':
      return { kind: toKind(message) };
    case 'LOCATION':
      return toLocation(message);
    case 'CONTACT':
      return { kind: 'contacts', contacts: (message.contacts ?? []).map(toContactCard) };
    case 'BUTTON':
      return { kind: 'button', text, payload: message.payload };
    case 'SUGGESTION':
      return { kind: 'suggestion', text, postbackData: message.postbackData };
    case 'INTERACTIVE_BUTTON_REPLY':
      return { kind: 'button_reply', id, title };
    case 'INTERACTIVE_LIST_REPLY':
      return { kind: 'list_reply', id, title, description: message.description };
    case 'INTERACTIVE_FLOW_REPLY':
      return { kind: 'flow_reply', text, responseJson: message.response };
    case 'INTERACTIVE_CALL_PERMISSION_REPLY':
      return toCallPermission(message);
    case 'INTERACTIVE_PAYMENT_ACKNOWLEDGEMENT':
      return {
        kind: 'payment_method_reply',
        referenceId: message.referenceId,
        method: message.paymentAcknowledgementType,
        chosenAt: message.timestamp,
      };
    case 'ORDER':
      return toOrder(message);
    case 'REACTION':
      return toReaction(message);
    case 'INFECTED_CONTENT':
      return { kind: 'unsupported', providerType: type, errors: toErrors(message.malware) };
    case 'UNSUPPORTED':
      return { kind: 'unsupported', providerType: type, errors: [] };
    default:
      return toOther(message, type);
  }
}

/** A type that Infobip has no page about: what its fields have in common with those that it has. */
function toOther(message: InfobipContent, type: string | undefined): Content {
  const { text, url, payload = message.postbackData } = message;
  if (payload !== undefined) return { kind: 'button', text: text ?? message.title, payload };
  if (url !== undefined) return { kind: toKind(message) };
  return text === undefined ? { kind: 'unknown', providerType: type } : { kind: 'text', text };
}

function toLocation({ latitude, longitude, name, address, url }: InfobipContent) {
  return latitude === undefined || longitude === undefined
    ? undefined
    : ({ kind: 'location', latitude, longitude, name, address, url } as const);
}

function toCallPermission({ callPermissionReply }: InfobipContent): Content {
  return {
    kind: 'call_permission_reply',
    response: callPermissionReply?.response?.toLowerCase(),
    permanent: callPermissionReply?.isPermanent,
    expiresAt: callPermissionReply?.expirationTimestamp,
  };
}

function toOrder({ catalogId, text, productItems = [] }: InfobipContent): Content {
  const items = productItems.map(({ productRetailerId, quantity, itemPrice, currency }) => ({
    productRetailerId,
    quantity,
    itemPrice,
    currency,
  }));
  return { kind: 'order', catalogId, text, items };
}

/** A reaction that was removed may still have its emoji. */
function toReaction({ context, emoji, action }: InfobipContent): Content {
  if (context?.id === undefined) return { kind: 'unknown', providerType: 'REACTION' };
  const isRemoved = action?.toUpperCase() === 'REMOVED';
  return { kind: 'reaction', messageId: context.id, emoji: isRemoved ? undefined : emoji };
}

function toErrors(title: string | undefined) {
  return title === undefined ? [] : [{ title }];
}

/** The file of a message; a place may have a link, too. */
export function toFiles(message: InfobipContent): readonly MediaDraft[] {
  const { url, caption, contentType, size, name, fileName } = message;
  if (url === undefined || message.type?.trim().toUpperCase() === 'LOCATION') return [];
  return [
    {
      role: 'content',
      url: toHttpUrl(url),
      mimeType: contentType,
      sizeBytes: size,
      filename: fileName ?? name,
      caption,
    },
  ];
}

const kindOf: ReadonlyMap<string, 'image' | 'video' | 'audio'> = new Map([
  ['jpg', 'image'],
  ['jpeg', 'image'],
  ['png', 'image'],
  ['gif', 'image'],
  ['webp', 'image'],
  ['mp4', 'video'],
  ['mov', 'video'],
  ['3gp', 'video'],
  ['mp3', 'audio'],
  ['ogg', 'audio'],
  ['aac', 'audio'],
  ['m4a', 'audio'],
]);

/** RCS writes `pdf` in the place of a MIME type, and Viber nothing: then the name or the link says it. */
function toKind({ contentType, fileName, name, url }: InfobipContent) {
  if (contentType?.includes('/')) return toFileKind(contentType);
  const path = URL.parse(url ?? '')?.pathname;
  const names = [contentType, fileName, name, path].filter((each) => each !== undefined);
  const kinds = names.map((each) => kindOf.get(each.split('.').at(-1)?.toLowerCase() ?? ''));
  return kinds.find((kind) => kind !== undefined) ?? 'document';
}
