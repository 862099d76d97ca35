import { createHash } from 'node:crypto';
import { toSource } from '../../shared/contract/event-kinds.ts';
import {
  type Content,
  type Detail,
  type EventType,
  eventDefinitions,
  type TributaryEvent,
} from '../../shared/contract/index.ts';
import { eventVersions } from '../../shared/contract/versions.ts';
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
 * names and reserved numbers. The same arguments give the same event, and different ones another
 * `metadata.id`.
 *
 * ```ts
 * sample('message.received', { data: { message: { content: { kind: 'image' } } } });
 * ```
 *
 * @param changes what differs from a plain event of this type. A kind of content alone brings the usual
 *   fields of that kind, and its file in `media`
 * @throws {TypeError} for changes that the contract does not allow; it names the field
 */
export function sample<Type extends EventType>(
  type: Type,
  changes: Changes<Detail<Type>> = {} as Changes<Detail<Type>>,
): DeliveredEvent<Type> {
  const base = { metadata: sampleMetadata(type, changes), data: sampleData[type] };
  const detail = merge(withContent(base, changes), changes);
  const { error } = eventDefinitions[type].detail.safeParse(detail);
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) {
    const field = issue.path.map(String).join('.');
    throw new TypeError(`sample('${type}'): ${field || 'detail'} ${issue.message}`);
  }
  // Checked by the schema of this type, which TypeScript cannot follow through the lookup.
  const { metadata } = detail as Detail;
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

function sampleMetadata(type: EventType, changes: object) {
  const hex = createHash('sha256')
    .update(JSON.stringify([type, changes]))
    .digest('hex');
  return {
    id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18, 30)}`,
    type,
    version: eventVersions[type],
    provider: 'incs',
    providerEvent: 'new_message',
    channel: 'whatsapp',
    occurredAt: '2026-01-02T03:04:05.000Z',
    receivedAt: '2026-01-02T03:04:06.000Z',
  };
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

function readPath(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return value;
  return isObject(value) ? readPath(value[first], rest) : undefined;
}

function merge(base: unknown, changes: unknown): unknown {
  if (!isObject(base) || !isObject(changes)) return changes;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, change] of Object.entries(changes)) {
    if (change === undefined) delete merged[key];
    else merged[key] = merge(merged[key], change);
  }
  return merged;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
