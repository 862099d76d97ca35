import { isMessageEvent } from '../shared/contract/event-kinds.ts';
import type { Business, Content, TributaryEvent, User } from '../shared/contract/index.ts';
import type { Message } from '../shared/contract/message-events.ts';

/** The kind of event that a colour shows: bad news, a message in or out, a file, or any other. */
export type Tone = 'bad' | 'in' | 'out' | 'file' | 'quiet';

/** The tone of an event, so that the eye finds a kind of event in a long list. */
export function toneOf({ 'detail-type': type, detail: { data } }: TributaryEvent): Tone {
  if (/quarantined|failed/.test(type)) return 'bad';
  if ('status' in data && data.status === 'failed') return 'bad';
  if (type.endsWith('message.received')) return 'in';
  if (type.endsWith('message.sent')) return 'out';
  if (type.startsWith('media.')) return 'file';
  return 'quiet';
}

/** Whom an event is about, as a person would say it; empty when it names no one. */
export function whoOf({ detail }: TributaryEvent): string {
  const { data } = detail;
  if ('message' in data) return nameOf(data.message.user);
  if ('user' in data && data.user !== undefined) return nameOf(data.user);
  if ('business' in data && data.business !== undefined) return nameOf(data.business);
  return detail.metadata.account?.accountName ?? '';
}

/** The best name of a side of a conversation. */
export function nameOf(side: Business | User): string {
  const username = 'username' in side && side.username ? `@${side.username}` : undefined;
  return side.name ?? username ?? (side.phone && `+${side.phone}`) ?? side.id ?? '';
}

/** What a message says in its first words: its text, else its kind. */
export function shortTextOf({ content, media }: Message): string {
  const name = media[0]?.caption ?? media[0]?.filename;
  return wordsOf(content) ?? describeKind(content, name);
}

/** What an event says, in its first words. */
export function firstWordsOf(event: TributaryEvent): string {
  if (isMessageEvent(event)) {
    return shortTextOf(event.detail.data.message);
  }
  const { data } = event.detail;
  if ('reason' in data && 'sizeBytes' in data) return [data.reason, data.path].join(' ').trim();
  if ('reason' in data && 'media' in data) return `file ${data.media.index} failed: ${data.reason}`;
  if ('contentType' in data && 'key' in data)
    return `${data.contentType}, ${sizeText(data.sizeBytes)}`;
  if ('status' in data) return [data.status, data.errors[0]?.title].filter(Boolean).join(': ');
  if ('pricing' in data) {
    const { amount, currency, category } = data.pricing;
    return [amount, currency, category].filter(Boolean).join(' ');
  }
  if ('transaction' in data || 'referenceId' in data) {
    return [data.current, data.amount, data.currency].filter(Boolean).join(' ');
  }
  if ('current' in data) return [changeOf(data), data.current].filter(Boolean).join(': ');
  if ('change' in data) return String(data.change ?? '');
  return '';
}

function changeOf(data: object): string {
  const { aspect, change } = data as { readonly aspect?: string; readonly change?: string };
  return [aspect, change].filter((word) => typeof word === 'string').join(' ');
}

/** What a person wrote or chose; `undefined` for content without words. */
function wordsOf(content: Content): string | undefined {
  switch (content.kind) {
    case 'text':
    case 'button':
    case 'suggestion':
    case 'edit':
    case 'product':
    case 'order':
    case 'flow_reply':
      return content.text;
    case 'share':
      return content.text ?? content.title ?? content.url;
    case 'template':
    case 'menu':
      return content.body ?? content.header;
    case 'list_reply':
    case 'button_reply':
      return content.title;
    case 'reaction':
      return content.emoji ?? 'removed a reaction';
    case 'location':
      return content.name ?? content.address;
    case 'contacts':
      return content.contacts[0]?.name?.formatted;
    case 'system':
      return content.text ?? content.type.replaceAll('_', ' ');
    default:
      return undefined;
  }
}

function describeKind(content: Content, name: string | undefined): string {
  if (content.kind === 'template') return `template ${content.template.name ?? ''}`.trim();
  const words = content.kind.replaceAll('_', ' ');
  return name === undefined ? words : `${words}: ${name}`;
}

/** A size for people, in decimal units. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
