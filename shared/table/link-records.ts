import { directKey } from '../contract/conversation-key.ts';
import { toSource } from '../contract/event-kinds.ts';
import type { Business, Data, Detail, TributaryEvent } from '../contract/index.ts';
import { toUser } from '../contract/user-names.ts';
import { eventVersions } from '../contract/versions.ts';
import type { EventRecord } from './event-record.ts';
import type { RecordKey } from './keys.ts';
import { type Link, linkKeys, linkPartition } from './links.ts';
import { eventId } from './record-key.ts';
import { toSortKey } from './sort-key.ts';

/**
 * The event record of a link that was not known: `user.updated`, aspect `identity`. Its key is that of the
 * link and of nothing else, so that it is published once, whichever event shows it first.
 *
 * @param seen the event that has both names
 */
export function toLinkRecord(link: Link, seen: TributaryEvent): EventRecord {
  const { stronger, weaker } = link;
  const { metadata } = seen.detail;
  return toRecord(linkKeys(link).atStronger, 'user.updated', seen, {
    business: businessOf(seen),
    user: toUser(stronger, weaker),
    aspect: 'identity',
    current: stronger,
    reason: `${metadata.type} has both names`,
    link: { names: [stronger, weaker], state: 'linked', eventId: metadata.id },
  });
}

/**
 * The event record of what follows from links for the conversation by one name: its messages belong to
 * another conversation. Published once for each pair of names.
 *
 * @param into the strongest name of the person
 */
export function toMergedRecord(
  scope: string,
  name: string,
  into: string,
  seen: TributaryEvent,
): EventRecord {
  const key = {
    pk: linkPartition(scope, name),
    sk: toSortKey({ kind: 'merged', into }),
  };
  return toRecord(key, 'conversation.updated', seen, {
    conversation: { key: directKey(scope, name) },
    business: businessOf(seen) ?? {},
    user: toUser(name),
    aspect: 'merged',
    change: 'linked',
    current: directKey(scope, into),
  });
}

function toRecord<Type extends 'user.updated' | 'conversation.updated'>(
  key: RecordKey,
  type: Type,
  seen: TributaryEvent,
  data: Data<Type>,
): EventRecord {
  const { replayed: _, ...metadata } = seen.detail.metadata;
  const detail = {
    metadata: { ...metadata, id: eventId(key), type, version: eventVersions[type] },
    data,
  } as Detail<Type>;
  // TypeScript does not follow that `type` and `data` are of the same member of the union.
  return {
    key,
    event: { source: toSource(metadata.provider), 'detail-type': type, detail } as TributaryEvent,
  };
}

function businessOf({ detail: { data } }: TributaryEvent): Business | undefined {
  if ('message' in data) return data.message.business;
  return 'business' in data ? data.business : undefined;
}
