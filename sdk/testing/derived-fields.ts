import { toUnknownChannel } from '../../shared/contract/channels.ts';
import { conversationKey } from '../../shared/contract/conversation-key.ts';
import { toSource } from '../../shared/contract/event-kinds.ts';
import type { Detail, TributaryEvent } from '../../shared/contract/index.ts';
import type { JsonValue } from '../../shared/json.ts';
import { mediaKey } from '../../shared/media/media-object.ts';
import { quarantineKey } from '../../shared/payloads/payload-keys.ts';
import { messagePartition } from '../../shared/table/partition-key.ts';
import { eventId } from '../../shared/table/record-key.ts';
import { toSortKey } from '../../shared/table/sort-key.ts';
import { toRecordKey } from './event-key.ts';
import { merge, readPath } from './merge.ts';

/**
 * A detail with the keys and the id that a gateway would have given it.
 *
 * @param changes of the test: what they set stays
 */
export function withDerived(detail: Detail, changes: object): Detail {
  const named = merge(merge(detail, { data: toDerivedData(detail) }), changes) as Detail;
  const { provider, type } = named.metadata;
  // TypeScript does not follow that the copy is of the same member of the union.
  const event = {
    source: toSource(provider),
    'detail-type': type,
    detail: named,
  } as TributaryEvent;
  // What the test says in `data` distinguishes events that have no id of their own.
  const item = (readPath(changes, ['data']) ?? {}) as JsonValue;
  const id = readPath(changes, ['metadata', 'id']) ?? eventId(toRecordKey(event, item));
  return merge(named, { metadata: { id } }) as Detail;
}

function toDerivedData({ metadata, data }: Detail): object {
  const { provider, type, occurredAt } = metadata;
  const channel = metadata.channel ?? toUnknownChannel(provider, undefined);
  if ('message' in data) {
    const { business, user, conversation } = data.message;
    const key = conversationKey({ channel, business, user, groupId: conversation.groupId });
    return { message: { conversation: { key } } };
  }
  // A status has a conversation too, which is a unit of WhatsApp's prices and has no key.
  if ('conversation' in data && type === 'conversation.updated') {
    const { business = {}, user = {} } = data;
    return { conversation: { key: conversationKey({ channel, business, user }) } };
  }
  if ('payloadKey' in data && type === 'callback.quarantined' && data.sha256 !== undefined) {
    return { payloadKey: quarantineKey(provider, data.sha256) };
  }
  if ('contentType' in data && 'media' in data) {
    const { messageId, media, contentType, copy, traffic } = data;
    const message = {
      pk: messagePartition(provider, messageId),
      sk: toSortKey({ kind: 'message', traffic }),
    };
    const origin = { provider, occurredAt, eventId: eventId(message) };
    return { key: mediaKey(origin, { ...media, mimeType: contentType }, copy) };
  }
  return {};
}
