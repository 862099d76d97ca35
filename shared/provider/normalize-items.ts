import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { type InboundSchema, toObject, toOnly } from './inbound.ts';
import type { Manifest } from './manifest.ts';
import type { NormalizeResult } from './normalize-result.ts';
import type { NormalizeContext, ProviderAdapter } from './provider-adapter.ts';
import {
  continueWith,
  type ItemPlace,
  type JsonPath,
  mapRead,
  notAnObject,
  type ReadResult,
  readItem,
  unknownProviderEvent,
} from './read-item.ts';

/** One item of a callback, whose provider event is named. */
export interface CallbackItem extends ItemPlace {
  readonly json: JsonValue | undefined;
  /** Where the name of the provider event stands, from the root of the body. */
  readonly namedAt: JsonPath;
}

/** The body of a callback that is one item. */
export interface BodyItem extends CallbackItem {
  readonly json: JsonObject;
}

/**
 * What an adapter does with the items of one provider event. Most items give one result; an item
 * that is a list gives one for each of its entries, in their order, and at least one.
 */
export type Normalizer<Item extends CallbackItem = CallbackItem> = (
  item: Item,
  context: NormalizeContext,
) => NormalizeResult | readonly NormalizeResult[];

/**
 * A normalizer that reads its item with a schema first. An item that the schema cannot read is
 * unrecognized, and `normalize` never sees it.
 */
export function normalizeWith<T, Item extends CallbackItem = CallbackItem>(
  schema: InboundSchema<T>,
  normalize: (
    value: T,
    item: Item,
    context: NormalizeContext,
  ) => NormalizeResult | readonly NormalizeResult[],
): Normalizer<Item> {
  return (item, context) =>
    continueWith(readItem(schema, item.json, item), (value) => normalize(value, item, context));
}

/** The names of a manifest's provider events, without the ignored ones. */
type ProviderEventName<M extends Manifest> = Exclude<
  M['providerEvents'][number],
  { readonly ignored: string }
>['name'];

/** What is particular to the body of one provider's callbacks. */
interface BodyDefinition<M extends Manifest, Item extends CallbackItem> {
  /** The items of a body, in their order, each with its provider event; at least one. */
  readonly readItems: (body: JsonValue) => readonly ReadResult<Item>[];
  /** For each provider event that the manifest lists and does not ignore, what becomes of its items. */
  readonly normalizers: Readonly<Record<ProviderEventName<M>, Normalizer<NoInfer<Item>>>>;
  /**
   * What becomes of the items of any other provider event.
   *
   * @default they are unrecognized, and thus quarantined
   */
  readonly normalizeOther?: Normalizer<NoInfer<Item>>;
}

/**
 * Makes the function that splits a body into items and normalizes each by its provider event.
 *
 * @param manifest `as const satisfies Manifest`: the compiler then refuses normalizers that do not
 *   have its names
 */
export function normalizeItems<const M extends Manifest, Item extends CallbackItem>(
  manifest: M,
  { readItems, normalizers, normalizeOther = rejectItem }: BodyDefinition<M, Item>,
): ProviderAdapter['normalize'] {
  const normalizerOf = new Map<string, Normalizer<Item>>(Object.entries(normalizers));
  for (const { name: providerEvent, ignored: reason } of manifest.providerEvents) {
    if (reason) normalizerOf.set(providerEvent, () => ({ kind: 'ignored', providerEvent, reason }));
  }
  const normalizeItem: Normalizer<Item> = (item, context) =>
    (normalizerOf.get(item.providerEvent) ?? normalizeOther)(item, context);
  return (body, context) => {
    // `flatMap` would cost a tenth of a small body's normalization.
    const results: NormalizeResult[] = [];
    for (const read of readItems(body)) {
      const result = read.kind === 'read' ? normalizeItem(read.value, context) : read;
      if ('kind' in result) results.push(result);
      else for (const each of result) results.push(each);
    }
    return results;
  };
}

type BodyReader = (body: JsonValue) => readonly ReadResult<BodyItem>[];

/**
 * Where an item names its provider event: in a field; with several, in the first that has a value. For a
 * provider that names nothing, a function distinguishes the events by the fields that they have; `undefined`
 * is an unknown one.
 */
type NamedBy = readonly [string, ...string[]] | readonly [(item: JsonObject) => string | undefined];

/**
 * The items of a provider that sends one event in a body: the body itself, or the only entry of a list.
 *
 * @param namedBy what names the provider event: `wholeBody('event')`
 */
export function wholeBody(...namedBy: NamedBy): BodyReader {
  return (body) => {
    const only = toOnly(body);
    return [readNamedItem(only, namedBy, only === body ? [] : [0])];
  };
}

/**
 * The items of a provider whose body is a list: its entries. A bare entry is a list of one.
 *
 * @param namedBy what names the provider event of an entry, as in `wholeBody`
 */
export function listBody(...namedBy: NamedBy): BodyReader {
  return (body) => {
    if (!isJsonArray(body)) return [readNamedItem(body, namedBy, [])];
    if (body.length === 0) return [notAnObject];
    // The raw form of an only entry is the whole body, which is JSON text already.
    const isOnly = body.length === 1;
    return body.map((entry, index) =>
      readNamedItem(entry, namedBy, [index], isOnly ? undefined : [entry]),
    );
  };
}

/**
 * The items of a provider whose body has a list: `{ "results": [ … ] }`. A bare entry is a list of one, and
 * a body without it is one item.
 *
 * @param field the name of the list
 * @param namedBy what names the provider event of an entry, as in `wholeBody`
 */
export function listIn(field: string, ...namedBy: NamedBy): BodyReader {
  return (body) => {
    const held = isJsonObject(body) && Object.hasOwn(body, field) ? body[field] : undefined;
    const list = isJsonObject(held) ? [held] : held;
    if (!isJsonObject(body) || !isJsonArray(list)) return [readNamedItem(body, namedBy, [])];
    if (list.length === 0) return [unknownProviderEvent(undefined, [field])];
    const isWhole = list === held && list.length === 1;
    return list.map((entry, index) => {
      const raw = isWhole ? undefined : { ...body, [field]: [entry] };
      return readNamedItem(entry, namedBy, [field, index], raw);
    });
  };
}

/**
 * The same items, whose named fields hold an object also where it came as JSON text or as the only entry
 * of a list: a system between the provider and the gateway may have encoded it once more.
 */
export function withObjects(
  fields: readonly [string, ...string[]],
  readItems: BodyReader,
): BodyReader {
  const names = new Set<string>(fields);
  const open = (item: BodyItem): BodyItem => {
    let { json } = item;
    for (const field in item.json) {
      const held = item.json[field];
      if (isJsonObject(held) || !names.has(field)) continue;
      const object = toObject(held);
      if (object !== undefined) json = { ...json, [field]: object };
    }
    return json === item.json ? item : { ...item, json };
  };
  return (body) => readItems(body).map((read) => mapRead(read, open));
}

function readNamedItem(
  json: JsonValue,
  namedBy: NamedBy,
  path: JsonPath,
  raw?: JsonValue,
): ReadResult<BodyItem> {
  if (!isJsonObject(json)) return { ...notAnObject, raw };
  const [first, ...others] = namedBy;
  if (typeof first === 'function') {
    const providerEvent = first(json);
    return providerEvent === undefined
      ? unknownProviderEvent(undefined, path, raw)
      : { kind: 'read', value: { providerEvent, namedAt: path, path, json, raw } };
  }
  const field = json[first] ? first : (others.find((name) => json[name]) ?? first);
  const providerEvent = json[field];
  const namedAt = [...path, field];
  return typeof providerEvent === 'string'
    ? { kind: 'read', value: { providerEvent, namedAt, path, json, raw } }
    : unknownProviderEvent(providerEvent, namedAt, raw);
}

function rejectItem({ providerEvent, namedAt, raw }: CallbackItem): NormalizeResult {
  return unknownProviderEvent(providerEvent, namedAt, raw);
}
