import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { toSource } from '../../shared/contract/event-kinds.ts';
import {
  type Content,
  type Detail,
  type EventType,
  eventDefinitions,
  type TributaryEvent,
} from '../../shared/contract/index.ts';
import { eventVersions } from '../../shared/contract/versions.ts';
import { findNearest } from '../../shared/nearest-word.ts';
import { withDerived } from './derived-fields.ts';
import { merge, readPath } from './merge.ts';
import { sampleContents, sampleMedia } from './sample-contents.ts';
import { sampleData } from './sample-data.ts';

/** Any part of a value. A list replaces the whole list; `undefined` leaves a field out. */
export type Changes<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: Changes<T[Key]> | undefined }
    : T;

/** An event in the form in which EventBridge delivers it. */
export type DeliveredEvent<Type extends EventType> = TributaryEvent<Type> & {
  readonly version: '0';
  readonly id: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
};

/**
 * An event for a test of a subscriber: valid by the contract, as EventBridge delivers it, with invented
 * names and reserved numbers.
 *
 * Ids and keys follow from the rest, as in a gateway: `conversation.key` from the channel and the two sides,
 * the key of a file from its message, `metadata.id` from what identifies the event. The same arguments give
 * the same event. A message of which a test changes `data` has an id of its own, which those of a status and
 * of a file can name; without changes `message.sent`, its statuses and its price are of one message, and
 * `message.received` and its files of another one.
 *
 * ```ts
 * sample('message.received', { data: { message: { content: { kind: 'image' } } } });
 * ```
 *
 * @param changes what differs from a plain event of this type. A kind of content alone brings the usual
 *   fields of that kind, and its file in `media`
 * @throws {TypeError} for a type that is not in the contract, and for changes that it does not allow; it names the field
 */
export function sample<Type extends EventType>(
  type: Type,
  changes: Changes<Detail<Type>> = {} as Changes<Detail<Type>>,
): DeliveredEvent<Type> {
  refuseUnknownType(type);
  const base = { metadata: toSampleMetadata(type), data: sampleData[type] };
  const changed = merge(withMessageId(withContent(base, changes), changes), changes);
  const { error } = eventDefinitions[type].detail.safeParse(changed);
  const [issue] = error?.issues ?? [];
  if (issue !== undefined)
    throw new TypeError(`sample('${type}'): ${describeIssue(issue, changed)}`);
  // Checked by the schema of this type, which TypeScript cannot follow through the lookup.
  const detail = withDerived(changed as Detail, changes);
  const { metadata } = detail;
  return {
    version: '0',
    id: 'c0ffee00-0000-4000-8000-000000000001',
    source: toSource(metadata.provider),
    'detail-type': type,
    account: '111122223333',
    time: metadata.receivedAt.replace(/\.\d+Z$/, 'Z'),
    region: 'eu-central-1',
    resources: [],
    detail,
  } as unknown as DeliveredEvent<Type>;
}

/** A test in JavaScript has no compiler that refuses a misspelt type. */
function refuseUnknownType(type: string): void {
  if (Object.hasOwn(eventDefinitions, type)) return;
  const nearest = findNearest(type, Object.keys(eventDefinitions));
  const hint = nearest === undefined ? '' : `: did you mean '${nearest}'?`;
  throw new TypeError(`sample('${type}'): no event has this type${hint}`);
}

/** The field that the contract does not allow, and why. */
function describeIssue(issue: z.core.$ZodIssue, detail: unknown): string {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const beside = Object.keys(readPath(detail, path) ?? {}).filter((name) => name !== key);
    const nearest = findNearest(key, beside);
    const hint = nearest === undefined ? '' : `: did you mean ${nearest}?`;
    return `${[...path, key].join('.')} is not a field of the contract${hint}`;
  }
  return `${path.join('.') || 'detail'} ${issue.message}`;
}

function toSampleMetadata(type: EventType) {
  return {
    // Valid, and replaced by the one that follows from the rest.
    id: '00000000-0000-8000-8000-000000000000',
    type,
    version: eventVersions[type],
    provider: 'incs',
    providerEvent: 'new_message',
    channel: 'whatsapp',
    occurredAt: '2026-01-02T03:04:05.000Z',
    receivedAt: '2026-01-02T03:04:06.000Z',
  };
}

/** A message that a test changes is another message than the plain one. */
function withMessageId(base: object, changes: object): object {
  const data = readPath(changes, ['data']);
  if (readPath(base, ['data', 'message']) === undefined || data === undefined) return base;
  const digest = createHash('sha256').update(JSON.stringify(data)).digest('hex');
  return merge(base, {
    data: { message: { id: `wamid.SAMPLE-${digest.slice(0, 12)}` } },
  }) as object;
}

/** The base with the usual content and file of the kind that the changes name. */
function withContent(base: { readonly data: object }, changes: object): object {
  const kind = readPath(changes, ['data', 'message', 'content', 'kind']);
  if (typeof kind !== 'string' || !isKind(kind)) return base;
  const media = sampleMedia[kind];
  const message = readPath(base, ['data', 'message']);
  return {
    ...base,
    data: {
      ...base.data,
      message: {
        ...(message as object),
        content: sampleContents[kind],
        media: media ? [media] : [],
      },
    },
  };
}

function isKind(kind: string): kind is Content['kind'] {
  return Object.hasOwn(sampleContents, kind);
}
