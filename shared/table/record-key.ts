import { hash } from 'node:crypto';
import type { EventDraft } from '../contract/draft.ts';
import { isMediaPlaceholder, trafficOf } from '../contract/event-kinds.ts';
import type { Account, Data } from '../contract/index.ts';
import { isEmpty, type JsonValue, toCanonicalJson } from '../json.ts';
import { joinNames } from './key-parts.ts';
import type { RecordKey } from './keys.ts';
import {
  messagePartition,
  type PartitionKind,
  partitionKey,
  paymentPartition,
} from './partition-key.ts';
import { type ChangeAspect, toSortKey } from './sort-key.ts';

/**
 * The key of an event's record, and thereby the event's identity
 * (`docs/adr/0002-identity-is-the-key.md`). It is made of ids, of the time and of the provider's item,
 * and of no other field of the event: a field that is added later changes no id.
 *
 * @param receivedAt its day is part of the identity only of events that have neither an id nor a
 *   credible time: there, an extra event is better than a lost second one.
 */
export function recordKey(provider: string, draft: EventDraft, receivedAt: string): RecordKey {
  const { type, data, account } = draft;
  const reported: Reported = { provider, draft, receivedAt };
  switch (type) {
    case 'message.received':
    case 'message.sent':
    case 'standby.message.received':
    case 'standby.message.sent':
    case 'history.message.received':
    case 'history.message.sent': {
      const { id, content } = data.message;
      const traffic = trafficOf(type);
      const isPlaceholder = traffic === 'history' && isMediaPlaceholder(content);
      return {
        pk: messagePartition(provider, id),
        sk: toSortKey(isPlaceholder ? { kind: 'placeholder' } : { kind: 'message', traffic }),
      };
    }
    case 'message.status.updated':
    case 'standby.message.status.updated': {
      const participant = data.participant?.phone ?? data.participant?.id;
      return {
        pk: messagePartition(provider, data.messageId),
        sk: toSortKey({
          kind: 'status',
          traffic: trafficOf(type),
          status: data.status,
          participant,
        }),
      };
    }
    case 'message.billed': {
      const itemHash = hashItem(draft.item);
      return {
        pk: messagePartition(provider, data.messageId ?? itemHash),
        sk: toSortKey({ kind: 'billed', itemHash }),
      };
    }
    case 'payment.updated': {
      const { referenceId, messageId } = data;
      const key = toChangeKey(reported, 'payment', messageId, 'payment');
      if (referenceId === undefined) return key;
      const business = account?.phoneNumberId ?? toAccountId(account);
      return { ...key, pk: paymentPartition(provider, { business, referenceId }) };
    }
    case 'call.updated':
      return toChangeKey(reported, 'call', data.call.id, 'call');
    case 'template.status.updated':
    case 'template.category.updated':
    case 'template.quality.updated':
      return toChangeKey(
        reported,
        'template',
        toTemplateId(account, data.template),
        templateAspects[type],
      );
    case 'account.updated':
      return toChangeKey(reported, 'account', data.account.id ?? toAccountId(account), 'account');
    case 'phone.updated':
      return toChangeKey(
        reported,
        'phone',
        data.phone.displayPhoneNumber ?? data.phone.id,
        data.aspect,
      );
    case 'user.updated':
      return toChangeKey(reported, 'user', data.user.id ?? data.user.phone, data.aspect);
    case 'conversation.updated':
      // That conversations are merged follows from links, not from a callback (`link-records.ts`).
      return toChangeKey(
        reported,
        'conversation',
        data.conversation.key,
        data.aspect === 'merged' ? 'owner' : data.aspect,
      );
    case 'group.updated':
      return toChangeKey(reported, 'group', data.group.id ?? data.requestId, data.aspect);
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

/** A draft, and what else the key of a change is made of. */
interface Reported {
  readonly provider: string;
  readonly draft: EventDraft;
  readonly receivedAt: string;
}

/** The key of what happened to something: of when, and of the provider's item. */
function toChangeKey(
  { provider, draft: { occurredAt, item }, receivedAt }: Reported,
  kind: PartitionKind,
  id: string | undefined,
  aspect: ChangeAspect,
): RecordKey {
  const isAtTime = isCredible(occurredAt, receivedAt);
  const at = isAtTime ? occurredAt : receivedAt.slice(0, 10);
  const itemHash = hashItem(isAtTime ? item : [item ?? null, occurredAt ?? null]);
  return {
    pk: partitionKey(kind, provider, id ?? itemHash),
    sk: toSortKey({ kind: 'change', aspect, at, itemHash }),
  };
}

/**
 * Hash of a provider's item, whatever the order and the spelling of its fields: `1` and `"1"` are one
 * value, and an empty field is an absent field.
 */
function hashItem(item: JsonValue | undefined): string {
  return hash('sha256', toCanonicalJson(item, toOneSpelling)).slice(0, 32);
}

function toOneSpelling(value: JsonValue | undefined): string | undefined {
  return isEmpty(value) ? undefined : String(value);
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

/** A template's id; where it has none its name, which is unique with its language in one account. */
function toTemplateId(
  account: Account | undefined,
  template: Data<keyof typeof templateAspects>['template'],
): string | undefined {
  if (template.id) return template.id;
  if (!template.name) return undefined;
  return joinNames(toAccountId(account), template.name, template.language);
}

function toAccountId(account: Account | undefined): string | undefined {
  return (
    account?.wabaId ||
    account?.accountId ||
    account?.channelId ||
    account?.appId ||
    account?.accountName ||
    undefined
  );
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
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 0x3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
