import type { JsonValue } from '../json.ts';
import { type ItemPlace, type JsonPath, toJsonPath } from './item-place.ts';
import type { Unrecognized } from './normalize-result.ts';

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
