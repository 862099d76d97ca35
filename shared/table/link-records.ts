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

/** The conversation by one name belongs to another one. */
interface Merge {
  readonly name: string;
  /** The strongest name of the person. */
  readonly into: string;
  /** When an operator last decided about the conversation; `undefined` for never. */
  readonly decidedAt: string | undefined;
}

/**
 * The event record of what follows from links for the conversation by one name: its messages belong to
 * another conversation. Published once for each pair of names, and once more after each decision of an
 * operator that says otherwise. It then happened after the decision, so that who compares times keeps it.
 */
export function toMergedRecord(
  scope: string,
  { name, into, decidedAt }: Merge,
  seen: TributaryEvent,
): EventRecord {
  const key = {
    pk: linkPartition(scope, name),
    sk: toSortKey({ kind: 'merged', into, at: decidedAt }),
  };
  const event = decidedAt === undefined ? seen : after(decidedAt, seen);
  return toRecord(key, 'conversation.updated', event, {
    conversation: { key: directKey(scope, name) },
    business: businessOf(seen) ?? {},
    user: toUser(name),
    aspect: 'merged',
    change: 'linked',
    current: directKey(scope, into),
  });
}

/** What an operator decided, and when. */
export interface Decision {
  /** In the contract's form. */
  readonly at: string;
  readonly state: 'linked' | 'unlinked';
}

/**
 * The event record of an operator's decision about a link.
 *
 * @param seen the event that announced the link: it says which provider it came from
 */
export function toDecisionRecord(
  link: Link,
  { at, state }: Decision,
  seen: TributaryEvent,
): EventRecord {
  const { scope, stronger, weaker } = link;
  const names = state === 'linked' ? [stronger, weaker] : [weaker];
  const key = {
    pk: linkPartition(scope, stronger),
    sk: toSortKey({ kind: 'decided', name: weaker, at }),
  };
  return toRecord(key, 'user.updated', atTime(seen, at), {
    business: businessOf(seen),
    user: toUser(...names),
    aspect: 'identity',
    current: names[0] ?? weaker,
    reason: 'decided by an operator',
    link: { names: [stronger, weaker], state },
  });
}

/** The event record of what follows from a decision for the conversation by one name. */
export function toMovedRecord(
  scope: string,
  { name, from, into }: { readonly name: string; readonly from: string; readonly into: string },
  { at, state }: Decision,
  seen: TributaryEvent,
): EventRecord {
  const key = {
    pk: linkPartition(scope, name),
    sk: toSortKey({ kind: 'merged', into, at }),
  };
  return toRecord(key, 'conversation.updated', atTime(seen, at), {
    conversation: { key: directKey(scope, name) },
    business: businessOf(seen) ?? {},
    user: toUser(name),
    aspect: 'merged',
    change: state,
    previous: directKey(scope, from),
    current: directKey(scope, into),
  });
}

/** The event, or the event as if it had come a moment after this time. */
function after(at: string, event: TributaryEvent): TributaryEvent {
  if (event.detail.metadata.occurredAt > at) return event;
  return atTime(event, new Date(Date.parse(at) + 1).toISOString());
}

/** The event as if it had come at this time. */
function atTime(event: TributaryEvent, at: string): TributaryEvent {
  const { providerOccurredAt: _, ...metadata } = event.detail.metadata;
  const times = { occurredAt: at, occurredAtSource: 'receipt', receivedAt: at } as const;
  // TypeScript does not follow that the copy is of the same member of the union.
  return {
    ...event,
    detail: { ...event.detail, metadata: { ...metadata, ...times } },
  } as TributaryEvent;
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
