import type { MediaDraft } from '../../../../shared/contract/draft.ts';
import type { Content } from '../../../../shared/contract/index.ts';
import { toCanonicalJson } from '../../../../shared/json.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { toDecimal } from '../../../../shared/provider/values/decimal.ts';
import { inboundEvent, type Part } from '../schema/messages-api.ts';
import type { InfobipContent } from '../schema.ts';
import { toContent, toFiles } from './content.ts';
import { toPayment, toReceived } from './message.ts';
import { type NamedChannel, toChannel } from './parties.ts';

/** `MO`: a user wrote, in the form that the Messages API has for all channels. */
export const normalizeInboundEvent = normalizeWith(inboundEvent, (event, item: BodyItem) => {
  const { channel: word, content: parts = [], pairedMessageId = event.context?.id } = event;
  const channel = word === undefined ? {} : toChannel(word);
  const received = {
    ...event,
    pairedMessageId,
    to: event.destination,
    callbackData: event.callbackData ?? event.metadata?.correlationData,
  };
  const paid = parts.find(({ type }) => wordOf(type) === 'PAYMENT_RESPONSE');
  if (paid !== undefined) {
    const { total, transaction } = paid;
    return toPayment(received, item, channel, {
      ...paid,
      amount: toDecimal(total?.value),
      currency: total?.currency,
      transactionId: transaction?.id,
      transactionType: transaction?.type,
      context: contextOf(pairedMessageId),
    });
  }
  return toReceived(received, item, { ...channel, ...toSaid(parts, channel, pairedMessageId) });
});

interface Said {
  readonly content: Content;
  readonly media: readonly MediaDraft[];
}

/** What the parts of a message say together: its texts stand beside what else it has. */
function toSaid(
  parts: readonly Part[],
  channel: NamedChannel,
  pairedMessageId: string | undefined,
): Said {
  const written = parts.map((part) => toInfobipContent(part, channel, pairedMessageId));
  const isText = ({ type }: InfobipContent) => type === 'TEXT';
  const texts = written.filter(isText).flatMap(({ text }) => text ?? []);
  const others = written.filter((part) => !isText(part));
  const text = texts.length === 0 ? undefined : texts.join('\n');
  const media = others.flatMap((part) => (isLink(part) ? [] : toFiles(part)));
  const [first] = others;
  if (first === undefined) {
    return { content: text === undefined ? { kind: 'unknown' } : { kind: 'text', text }, media };
  }
  const chosen = parts.filter(({ type }) => wordOf(type) === 'LIST_REPLY');
  const content = chosen.length > 1 ? toSelections(chosen) : toPartContent(first);
  return withText({ content, media }, text);
}

/** A text beside files is the caption of the first, below a caption of its own. */
function withText({ content, media }: Said, text: string | undefined): Said {
  if (text === undefined) return { content, media };
  if (content.kind === 'share') return { content: { ...content, text }, media };
  if (content.kind === 'location') {
    return { content: { ...content, name: content.name ?? text }, media };
  }
  const [file, ...further] = media;
  if (file === undefined) return { content, media };
  const caption = [file.caption ?? [], text].flat().join('\n');
  return { content, media: [{ ...file, caption }, ...further] };
}

function toPartContent(part: InfobipContent): Content {
  const { type, url, text } = part;
  if (isLink(part)) return { kind: 'share', type: type?.toLowerCase(), url, text };
  return toContent(part) ?? { kind: 'unknown', providerType: type };
}

/** A page, or a place that only a map shows. */
function isLink({ type, url, latitude }: InfobipContent): boolean {
  return url !== undefined && (type === 'URL' || (type === 'LOCATION' && latitude === undefined));
}

/** Several rows of a list, of which the contract's `list_reply` has one. */
function toSelections(chosen: readonly Part[]): Content {
  return {
    kind: 'flow_reply',
    name: 'LIST_REPLY',
    text: chosen.flatMap(({ text }) => text ?? []).join('\n'),
    responseJson: toCanonicalJson(chosen.map(({ id, text }) => ({ id, text }))),
  };
}

/** A part in the form that the APIs of the channels have. */
function toInfobipContent(
  part: Part,
  { channel }: NamedChannel,
  pairedMessageId: string | undefined,
): InfobipContent {
  const { id, text, payload, selections, authCode, error } = part;
  const type = wordOf(part.type);
  switch (type) {
    case 'SUBJECT':
      return { type: 'TEXT', text };
    case 'BUTTON_REPLY':
      if (channel === 'rcs') return { type: 'SUGGESTION', text, postbackData: payload ?? id };
      return payload === undefined
        ? { type: 'INTERACTIVE_BUTTON_REPLY', id, title: text }
        : { type: 'BUTTON', text, payload };
    case 'LIST_REPLY':
      return { type: 'INTERACTIVE_LIST_REPLY', id, title: text, description: part.description };
    case 'FLOW_RESPONSE':
      return { ...part, type: 'INTERACTIVE_FLOW_REPLY' };
    case 'FORM_RESPONSE':
      return { type: 'INTERACTIVE_FLOW_REPLY', text, response: toCanonicalJson(selections ?? []) };
    case 'AUTHENTICATION_RESPONSE':
      return { type: 'INTERACTIVE_FLOW_REPLY', response: toCanonicalJson({ authCode, error }) };
    case 'REACTION':
      return { ...part, type, context: part.context ?? contextOf(pairedMessageId) };
    default:
      return { ...part, type, caption: part.caption ?? (type === 'TEXT' ? undefined : text) };
  }
}

/** The Messages API names the message of the business that a user replied to beside the content. */
function contextOf(pairedMessageId: string | undefined): InfobipContent['context'] {
  return pairedMessageId === undefined
    ? undefined
    : { id: pairedMessageId, from: undefined, groupId: undefined, referredProduct: undefined };
}

function wordOf(type: string | undefined): string | undefined {
  return type?.trim().toUpperCase();
}
