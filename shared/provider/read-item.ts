import type { JsonValue } from '../json.ts';
import { type InboundSchema, Unreadable } from './inbound.ts';
import type { Unrecognized } from './normalize-result.ts';

/** Steps from the root of a body: `['message', 'messages', 0]` is `$.message.messages[0]`. */
export type JsonPath = readonly (string | number)[];

/** Where an item stands in a callback: what the report of an unrecognized item says of it. */
export interface ItemPlace {
  /** The provider's name of the event. */
  readonly providerEvent: string;
  /** From the root of the body. */
  readonly path: JsonPath;
  /** The item with as much of its envelope as it needs; absent when that is the whole body. */
  readonly raw?: JsonValue | undefined;
}

/** The place of a value inside the item, with the same raw form. */
export function placeWithin(
  { providerEvent, path, raw }: ItemPlace,
  ...steps: JsonPath
): ItemPlace {
  return { providerEvent, path: [...path, ...steps], raw };
}

/** `$.message.messages[0].image`; a key that is not a plain name is quoted. */
function toJsonPath(path: JsonPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return /^[A-Za-z_][\w-]*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, '$');
}

/** An item as its schema reads it, or why it cannot be read. */
export type ReadResult<T> = { readonly kind: 'read'; readonly value: T } | Unrecognized;

/**
 * Reads one item of a body with its schema. A value that cannot be read makes the item unrecognized;
 * the result names the path of the first such value, and never repeats a value of the body.
 *
 * @param place a function where the place costs something to make: it is called only for an
 *   unrecognized item
 */
export function readItem<T>(
  schema: InboundSchema<T>,
  item: JsonValue | undefined,
  place: ItemPlace | (() => ItemPlace),
): ReadResult<T> {
  const value = schema.read(item);
  if (!(value instanceof Unreadable)) return { kind: 'read', value };
  return invalidShape(typeof place === 'function' ? place() : place, value.path, value.problem);
}

/** Goes on with what was read. What is unrecognized stays so, and `next` never sees it. */
export function continueWith<T, Result>(
  read: ReadResult<T>,
  next: (value: T) => Result,
): Result | Unrecognized {
  return read.kind === 'read' ? next(read.value) : read;
}

/** The same for a part of an item, whose value becomes another one. */
export function mapRead<T, U>(read: ReadResult<T>, toValue: (value: T) => U): ReadResult<U> {
  return continueWith(read, (value) => ({ kind: 'read', value: toValue(value) }));
}

/** A body that is JSON and not an object: no provider sends one. */
export const notAnObject: Unrecognized = { kind: 'unrecognized', reason: 'not_an_object' };

/**
 * An item with a value that cannot be read, or without one that its event needs.
 *
 * @param path where that value belongs, from the place of the item
 * @param problem what is expected there; never a value of the body
 */
export function invalidShape(place: ItemPlace, path: JsonPath, problem: string): Unrecognized {
  return {
    kind: 'unrecognized',
    reason: 'invalid_shape',
    providerEvent: place.providerEvent,
    path: toJsonPath([...place.path, ...path]),
    problem,
    raw: place.raw,
  };
}

/**
 * An item of a provider event that the adapter does not know. Its name is repeated only when it
 * looks like a name: nothing else of a body ever leaves the raw JSON.
 *
 * @param path where the name stands, from the root of the body
 * @param raw the item with its envelope, where that is not the whole body
 */
export function unknownProviderEvent(
  name: JsonValue | undefined,
  path: JsonPath,
  raw?: JsonValue,
): Unrecognized {
  const isName = typeof name === 'string' && /^[A-Za-z][\w.:-]{0,63}$/.test(name);
  return {
    kind: 'unrecognized',
    reason: 'unknown_provider_event',
    providerEvent: isName ? name : undefined,
    path: toJsonPath(path),
    raw,
  };
}
