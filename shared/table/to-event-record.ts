import { toUnknownChannel } from '../contract/channels.ts';
import { conversationKey } from '../contract/conversation-key.ts';
import type { EventDraft } from '../contract/draft.ts';
import {
  isMessageEvent,
  isMessageType,
  isOfUnknownKind,
  isQuarantineEvent,
  type MessageType,
  toSource,
} from '../contract/event-kinds.ts';
import type { Data, Detail, TributaryEvent } from '../contract/index.ts';
import { eventVersions } from '../contract/versions.ts';
import { withoutEmpty } from '../json.ts';
import type { EventRecord } from './event-record.ts';
import { conversationIndexKey, type IndexKey, quarantineIndexKey } from './index-keys.ts';
import type { RecordKey } from './keys.ts';
import { eventId, isCredible, recordKey } from './record-key.ts';

/** What the gateway knows about a callback and the provider's adapter does not. */
export interface Receipt {
  readonly provider: string;
  /** When the callback arrived, in the contract's form. */
  readonly receivedAt: string;
  /** The named connection whose token the callback came with. */
  readonly connection?: string | undefined;
}

/**
 * The event record of a draft: its key, its id and the event in the form in which it is published.
 *
 * @param raw JSON text of the provider's item, where it is stored beside the event
 */
export function toEventRecord(draft: EventDraft, receipt: Receipt, raw?: string): EventRecord {
  const complete = toCompleteDraft(draft, receipt);
  const key = recordKey(receipt.provider, complete, receipt.receivedAt);
  const event = toEvent(complete, receipt, eventId(key));
  return {
    key,
    event,
    raw,
    conversation: conversationIndex(event),
    quarantine: needsOperator(event) ? quarantineIndex(event, key) : undefined,
  };
}

/** Fields that every event of a type has, even when the provider names nothing in them. */
const subjects: Partial<Record<EventDraft['type'], string>> = {
  'template.status.updated': 'template',
  'template.category.updated': 'template',
  'template.quality.updated': 'template',
  'account.updated': 'account',
  'phone.updated': 'phone',
  'group.updated': 'group',
  'conversation.updated': 'conversation',
};

/**
 * The draft without empty fields and without its raw JSON, and with the connection of the callback. Of the
 * contract's required fields only the subjects above can be empty: an adapter reports an item that lacks
 * another one as unrecognized, which the property tests hold every adapter to.
 */
function toCompleteDraft(draft: EventDraft, { connection }: Receipt): EventDraft {
  const { type, providerEvent, channel, providerChannel, occurredAt, item } = draft;
  const filled = withoutEmpty({
    providerEvent,
    channel,
    providerChannel,
    account: draft.account,
    occurredAt,
    data: type === 'callback.received' ? { ...draft.data, json: undefined } : draft.data,
  });
  // Named one by one, which takes a fifth of the time of copying the draft. TypeScript does not follow that
  // they are of the same member of the union.
  return {
    type,
    providerEvent: filled.providerEvent,
    channel: filled.channel,
    providerChannel: filled.providerChannel,
    account: connection ? { ...filled.account, connection } : filled.account,
    occurredAt: filled.occurredAt,
    data: toCompleteData(draft, filled.data),
    // The hash of the item decides what an empty field in it is.
    item,
  } as EventDraft;
}

function toCompleteData({ type, data }: EventDraft, filled: object): object {
  // What no adapter has read stays as the provider sent it.
  if (type === 'callback.received')
    return data.json === undefined ? filled : { ...filled, json: data.json };
  const subject = subjects[type];
  const isComplete = subject === undefined || Object.keys(filled)[0] === subject;
  return isComplete ? filled : { [subject]: {}, ...filled };
}

function toEvent(draft: EventDraft, receipt: Receipt, id: string): TributaryEvent {
  const { type } = draft;
  // TypeScript does not follow that `type` and `data` are of the same member of the union.
  return {
    source: toSource(receipt.provider),
    'detail-type': type,
    detail: { metadata: toMetadata(draft, receipt, id), data: toData(draft, receipt.provider) },
  } as TributaryEvent;
}

function toMetadata(draft: EventDraft, receipt: Receipt, id: string): Detail['metadata'] {
  const { type, providerEvent, channel, account, occurredAt } = draft;
  const { provider, receivedAt } = receipt;
  const version = eventVersions[type];
  const first = { id, type, version, provider, providerEvent };
  // Each field is assigned: to spread an object for each takes twice as long.
  const metadata: { -readonly [Name in keyof Detail['metadata']]?: Detail['metadata'][Name] } =
    first;
  if (channel) metadata.channel = channel;
  if (account) metadata.account = account;
  if (isCredible(occurredAt, receivedAt)) {
    metadata.occurredAt = occurredAt;
  } else {
    metadata.occurredAt = receivedAt;
    metadata.occurredAtSource = 'receipt';
    if (occurredAt !== undefined) metadata.providerOccurredAt = occurredAt;
  }
  metadata.receivedAt = receivedAt;
  return metadata as Detail['metadata'];
}

/** The data of an event, with everything that follows from its draft. */
function toData(draft: EventDraft, provider: string): Data {
  if (!isMessageDraft(draft)) return draft.data;
  const { data, channel = toUnknownChannel(provider, draft.providerChannel) } = draft;
  const { message } = data;
  const { id, providerMessageId, business, user, media, conversation: known } = message;
  const direction = draft.type.endsWith('.received') ? 'inbound' : 'outbound';
  const key = conversationKey({ channel, business, user, groupId: known?.groupId });
  const conversation = { key, ...known };
  const first = providerMessageId
    ? { id, providerMessageId, direction, conversation }
    : { id, direction, conversation };
  const files = media.map((item, index) => ({ index, ...item }));
  const complete = Object.assign(first, message, { conversation, media: files });
  return { ...data, message: complete } as Data;
}

function isMessageDraft(draft: EventDraft): draft is EventDraft<MessageType> {
  return isMessageType(draft.type);
}

function conversationIndex(event: TributaryEvent): IndexKey | undefined {
  if (!isMessageEvent(event)) return undefined;
  const { metadata, data } = event.detail;
  return conversationIndexKey({
    conversationKey: data.message.conversation.key,
    occurredAt: metadata.occurredAt,
  });
}

/**
 * Whether the record is listed for operators in the index `quarantine`: a quarantined item, or a
 * message of an unknown kind, which is published nevertheless.
 */
function needsOperator(event: TributaryEvent): boolean {
  return isQuarantineEvent(event) || isOfUnknownKind(event);
}

function quarantineIndex({ detail: { metadata } }: TributaryEvent, { pk }: RecordKey): IndexKey {
  return quarantineIndexKey({ receivedAt: metadata.receivedAt, eventId: metadata.id, pk });
}
