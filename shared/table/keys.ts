import { hash } from 'node:crypto';
import type { EventDraft } from '../contract/draft.ts';
import type { Account } from '../contract/index.ts';
import { toCanonicalJson } from '../json.ts';

/**
 * The table's key of an event record: `pk` is the thing that the event record is about, `sk` is the event record. It is also
 * the identity of the event: the same thing that happened, told again, falls on the same key.
 */
export interface RecordKey {
  readonly pk: string;
  readonly sk: string;
}

/** DynamoDB allows 2,048 bytes in a partition key and 1,024 in a sort key; ids stay far below. */
const maxSegmentBytes = 256;

/** A provider's id as part of a key. One that is far too long is replaced by its hash. */
export function segment(id: string): string {
  return Buffer.byteLength(id) <= maxSegmentBytes ? id : `sha256:${hash('sha256', id)}`;
}

/** Partition of everything that is known of a message. */
export function messagePartition(provider: string, messageId: string): string {
  return `message#${provider}#${segment(messageId)}`;
}

/** Partition of everything that is known of a template, by its id. */
export function templatePartition(provider: string, templateId: string): string {
  return `template#${provider}#${segment(templateId)}`;
}

/** Partition of a conversation in the index `conversation`, by the key that its messages carry. */
export function conversationPartition(conversationKey: string): string {
  return segment(conversationKey);
}

/**
 * @param receivedOn UTC day of receipt (`2026-11-21`): it enters the identity only of events that
 *   have neither an id nor a time, where an extra event is better than a swallowed second one.
 */
export function recordKey(provider: string, draft: EventDraft, receivedOn: string): RecordKey {
  const { type, data } = draft;
  const content = hashOnce(draft);
  switch (type) {
    case 'message.received':
    case 'message.sent':
      return { pk: messagePartition(provider, data.message.id), sk: 'message' };
    case 'message.status.updated': {
      const participant = data.participant?.phone ?? data.participant?.id;
      const suffix = participant === undefined ? '' : `#${segment(participant)}`;
      return {
        pk: messagePartition(provider, data.messageId),
        sk: `status#${data.status}${suffix}`,
      };
    }
    case 'message.billed': {
      const billed = content();
      return { pk: messagePartition(provider, data.messageId ?? billed), sk: `billed#${billed}` };
    }
    case 'template.status.updated':
    case 'template.category.updated':
    case 'template.quality.updated':
      return {
        pk: `template#${provider}#${templateName(draft.account, data.template) ?? content()}`,
        sk: changeKey(
          type.split('.')[1] ?? type,
          draft.occurredAt,
          data.current,
          receivedOn,
          content,
        ),
      };
    case 'account.updated':
      return {
        pk: `account#${provider}#${segment(data.account.id ?? accountName(draft.account) ?? content())}`,
        sk: changeKey('account', draft.occurredAt, data.current, receivedOn, content),
      };
    case 'phone.updated':
      return {
        pk: `phone#${provider}#${segment(data.phone.displayPhoneNumber ?? data.phone.id ?? content())}`,
        sk: changeKey(data.aspect, draft.occurredAt, data.current, receivedOn, content),
      };
    case 'user.updated':
      return {
        pk: `user#${provider}#${segment(data.user.id ?? data.user.phone ?? content())}`,
        sk: changeKey(data.aspect, draft.occurredAt, data.current, receivedOn, content),
      };
    case 'media.stored':
      return {
        pk: messagePartition(provider, data.messageId),
        sk: `media#${data.media.index}#stored`,
      };
    case 'media.failed':
      return {
        pk: messagePartition(provider, data.messageId),
        sk: `media#${data.media.index}#failed#${data.attempt}`,
      };
    case 'callback.quarantined':
      return { pk: quarantinePartition(provider, data.sha256), sk: 'item' };
    default:
      return type satisfies never;
  }
}

/** Partition of one quarantined item or body, by the hash of its JSON. */
function quarantinePartition(provider: string, sha256: string): string {
  return `quarantine#${provider}#${sha256}`;
}

/** `<kind>#<occurredAt>#<new value>`; without a time, the day of receipt and the content. */
function changeKey(
  kind: string,
  occurredAt: string | undefined,
  current: string,
  receivedOn: string,
  content: () => string,
): string {
  return occurredAt === undefined
    ? `${kind}#${receivedOn}#${content()}`
    : `${kind}#${occurredAt}#${segment(current)}`;
}

/** A template by its id; a name is unique only with its language and within one account. */
function templateName(
  account: Account | undefined,
  template: { id?: string | undefined; name?: string | undefined; language?: string | undefined },
): string | undefined {
  if (template.id) return segment(template.id);
  if (!template.name) return undefined;
  return segment([accountName(account), template.name, template.language].join('/'));
}

function accountName(account: Account | undefined): string | undefined {
  return (
    account?.wabaId || account?.channelId || account?.appId || account?.accountName || undefined
  );
}

/** Hash of what an event says, whatever the order of its fields; made when it is first asked for. */
function hashOnce({ type, account, occurredAt, data }: EventDraft): () => string {
  let content: string | undefined;
  return () => {
    content ??= hash('sha256', toCanonicalJson({ type, account, occurredAt, data })).slice(0, 32);
    return content;
  };
}
