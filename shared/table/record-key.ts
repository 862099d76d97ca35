import { hash } from 'node:crypto';
import type { EventDraft } from '../contract/draft.ts';
import type { Account, Data } from '../contract/index.ts';
import { toCanonicalJson } from '../json.ts';
import {
  type ChangeAspect,
  messagePartition,
  partitionKey,
  type RecordKey,
  toSortKey,
} from './keys.ts';

/**
 * The key of an event's record, and thereby the event's identity
 * (`docs/adr/0002-identity-is-the-key.md`).
 *
 * @param receivedAt its day is part of the identity only of events that have neither an id nor a
 *   credible time: there, an extra event is better than a lost second one.
 */
export function recordKey(provider: string, draft: EventDraft, receivedAt: string): RecordKey {
  const { type, data, occurredAt } = draft;
  const contentHash = hashOnce(draft);
  const changeKey = (aspect: ChangeAspect, current: string) =>
    toSortKey(
      isCredible(occurredAt, receivedAt)
        ? { kind: 'change', aspect, at: occurredAt, value: current }
        : { kind: 'change', aspect, at: receivedAt.slice(0, 10), value: contentHash() },
    );
  switch (type) {
    case 'message.received':
    case 'message.sent':
      return {
        pk: messagePartition(provider, data.message.id),
        sk: toSortKey({ kind: 'message' }),
      };
    case 'message.status.updated': {
      const participant = data.participant?.phone ?? data.participant?.id;
      return {
        pk: messagePartition(provider, data.messageId),
        sk: toSortKey({ kind: 'status', status: data.status, participant }),
      };
    }
    case 'message.billed':
      return {
        pk: messagePartition(provider, data.messageId ?? contentHash()),
        sk: toSortKey({ kind: 'billed', contentHash: contentHash() }),
      };
    case 'template.status.updated':
    case 'template.category.updated':
    case 'template.quality.updated':
      return {
        pk: partitionKey(
          'template',
          provider,
          templateName(draft.account, data.template) ?? contentHash(),
        ),
        sk: changeKey(templateAspects[type], data.current),
      };
    case 'account.updated': {
      const id = data.account.id ?? accountName(draft.account) ?? contentHash();
      return {
        pk: partitionKey('account', provider, id),
        sk: changeKey('account', data.current),
      };
    }
    case 'phone.updated': {
      const id = data.phone.displayPhoneNumber ?? data.phone.id ?? contentHash();
      return {
        pk: partitionKey('phone', provider, id),
        sk: changeKey(data.aspect, data.current),
      };
    }
    case 'user.updated': {
      const id = data.user.id ?? data.user.phone ?? contentHash();
      return {
        pk: partitionKey('user', provider, id),
        sk: changeKey(data.aspect, data.current),
      };
    }
    case 'media.stored':
      return {
        pk: messagePartition(provider, data.messageId),
        sk: toSortKey({ kind: 'media.stored', index: data.media.index, copy: data.copy }),
      };
    case 'media.failed': {
      const { media, attempt } = data;
      return {
        pk: messagePartition(provider, data.messageId),
        sk: toSortKey({ kind: 'media.failed', index: media.index, attempt }),
      };
    }
    case 'callback.quarantined':
      return {
        pk: partitionKey('quarantine', provider, data.sha256),
        sk: toSortKey({ kind: 'item' }),
      };
    case 'callback.received': {
      const { idempotencyKey, sha256 } = data;
      const on = idempotencyKey === undefined ? receivedAt.slice(0, 10) : undefined;
      // Two accounts may count their callbacks from 1, and send the same bytes.
      const ids = [draft.account?.connection, idempotencyKey ?? sha256];
      const id = ids
        .filter((each) => each !== undefined)
        .map(encodeURIComponent)
        .join(':');
      return {
        pk: partitionKey('callback', provider, id),
        sk: toSortKey({ kind: 'received', on }),
      };
    }
    default:
      return type satisfies never;
  }
}

/** More than any error of a time zone. */
const maxAheadMs = 24 * 60 * 60 * 1000;

/**
 * Whether an event may have happened at the provider's time: one that is later than receipt by more
 * than a day would sort before everything else for ever (`docs/adr/0030-times-in-the-future.md`).
 */
export function isCredible(
  occurredAt: string | undefined,
  receivedAt: string,
): occurredAt is string {
  if (occurredAt === undefined) return false;
  const isPast = occurredAt <= receivedAt;
  return isPast || Date.parse(occurredAt) - Date.parse(receivedAt) <= maxAheadMs;
}

const templateAspects = {
  'template.status.updated': 'status',
  'template.category.updated': 'category',
  'template.quality.updated': 'quality',
} as const;

/** A template by its id; a name is unique only with its language and within one account. */
function templateName(
  account: Account | undefined,
  template: Data<keyof typeof templateAspects>['template'],
): string | undefined {
  if (template.id) return template.id;
  if (!template.name) return undefined;
  return [accountName(account), template.name, template.language].map(encodeSlash).join('/');
}

function encodeSlash(part = ''): string {
  return part.replace(/[%/]/g, encodeURIComponent);
}

function accountName(account: Account | undefined): string | undefined {
  return (
    account?.wabaId ||
    account?.accountId ||
    account?.channelId ||
    account?.appId ||
    account?.accountName ||
    undefined
  );
}

/** Hash of an event's content, whatever the order of its fields; computed when it is first needed. */
function hashOnce({ type, account, occurredAt, data }: EventDraft): () => string {
  let content: string | undefined;
  return () => {
    content ??= hash('sha256', toCanonicalJson({ type, account, occurredAt, data })).slice(0, 32);
    return content;
  };
}

/**
 * `metadata.id` of the event record with this key: a UUID of version 8 (RFC 9562, §5.8) over the first
 * 122 bits of SHA-256, so that it fits a column of type UUID.
 *
 * The key contains the provider, the message and what happened to it, and nothing of the receipt. The
 * same callback has the same id when it is sent again, in another region, or replayed.
 */
export function eventId(key: RecordKey): string {
  const hex = hash('sha256', `${key.pk}\n${key.sk}`);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
