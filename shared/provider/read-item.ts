import type { JsonValue } from '../json.ts';
import { type InboundSchema, Unreadable } from './inbound-schema.ts';
import type { ItemPlace } from './item-place.ts';
import type { Unrecognized } from './normalize-result.ts';
import { invalidShape } from './unrecognized.ts';

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
