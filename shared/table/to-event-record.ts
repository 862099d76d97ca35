import type { EventDraft } from '../contract/draft.ts';
import type { Detail, TributaryEvent } from '../contract/index.ts';
import { eventVersions } from '../contract/versions.ts';
import { withoutEmpty } from '../json.ts';
import { eventId } from './event-id.ts';
import type { EventRecord, IndexKey } from './event-record.ts';
import { conversationPartition, type RecordKey, recordKey } from './keys.ts';

/** What the gateway knows of a delivery and the provider's adapter does not. */
export interface Receipt {
  readonly provider: string;
  /** When the callback arrived, in the contract's form. */
  readonly receivedAt: string;
  /** The named connection whose token the callback came with. */
  readonly connection?: string | undefined;
}

/** The event record of a draft: its key, its id and the event in the form in which it is published. */
export function toEventRecord(draft: EventDraft, receipt: Receipt): EventRecord {
  const tidy = toTidy(draft);
  const key = recordKey(receipt.provider, tidy, receipt.receivedAt.slice(0, 10));
  const id = eventId(key);
  return {
    key,
    event: toEvent(tidy, receipt, id),
    conversation: conversationIndex(tidy, receipt, id),
    quarantine: isQuarantined(tidy) ? quarantineIndex(receipt, key, id) : undefined,
  };
}

/** What an event is about stays, even when the provider names nothing of it. */
const subjects: Partial<Record<EventDraft['type'], string>> = {
  'template.status.updated': 'template',
  'template.category.updated': 'template',
  'template.quality.updated': 'template',
  'account.updated': 'account',
  'phone.updated': 'phone',
};

/** The draft without empty fields. */
function toTidy(draft: EventDraft): EventDraft {
  const { type, providerEvent, channel, account, occurredAt, data } = draft;
  const tidy = withoutEmpty({
    type,
    providerEvent,
    channel,
    account,
    occurredAt,
    data,
  }) as EventDraft;
  const subject = subjects[type];
  return subject === undefined
    ? tidy
    : ({ ...tidy, data: { [subject]: {}, ...tidy.data } } as EventDraft);
}

function toEvent(draft: EventDraft, receipt: Receipt, id: string): TributaryEvent {
  const { type, providerEvent, channel, occurredAt } = draft;
  const account = receipt.connection
    ? { ...draft.account, connection: receipt.connection }
    : draft.account;
  const metadata: Detail['metadata'] = {
    id,
    type,
    version: eventVersions[type],
    provider: receipt.provider,
    providerEvent,
    ...(channel && { channel }),
    ...(account && { account }),
    occurredAt: occurredAt ?? receipt.receivedAt,
    ...(occurredAt === undefined && { occurredAtSource: 'receipt' as const }),
    receivedAt: receipt.receivedAt,
  };
  return {
    source: `tributary.${receipt.provider}`,
    'detail-type': type,
    detail: { metadata, data: draft.data },
  } as TributaryEvent;
}

/**
 * Index `conversation`: sort `<occurredAt>#<beginning of metadata.id>`. Messages of one millisecond
 * need a fixed order, which the whole message id would give too: it is in `pk` already, and half of
 * all messages would cost a third write unit for its bytes.
 */
function conversationIndex(draft: EventDraft, receipt: Receipt, id: string): IndexKey | undefined {
  if (draft.type !== 'message.received' && draft.type !== 'message.sent') return undefined;
  const { message } = draft.data;
  return {
    partition: conversationPartition(message.conversation.key),
    sort: `${draft.occurredAt ?? receipt.receivedAt}#${id.slice(0, 4)}`,
  };
}

/** A message of a kind that we do not know is published, and listed with the quarantined ones. */
function isQuarantined(draft: EventDraft): boolean {
  if (draft.type === 'callback.quarantined') return true;
  return (
    (draft.type === 'message.received' || draft.type === 'message.sent') &&
    draft.data.message.content.kind === 'unknown'
  );
}

/** A sudden change of adapter quarantines everything at once: the day is spread over partitions. */
export const quarantineShards = 8;

/** Index `quarantine`: partition `<UTC day>#<shard>`, sort `<receivedAt>#<pk>`. */
function quarantineIndex(receipt: Receipt, key: RecordKey, id: string): IndexKey {
  const shard = Number.parseInt(id.slice(0, 8), 16) % quarantineShards;
  return {
    partition: `${receipt.receivedAt.slice(0, 10)}#${shard}`,
    sort: `${receipt.receivedAt}#${key.pk}`,
  };
}
