import type { JsonObject, JsonValue } from '../json.ts';
import type { InboundSchema } from './inbound-schema.ts';
import type { ItemPlace, JsonPath } from './item-place.ts';
import type { NormalizeResult } from './normalize-result.ts';
import type { NormalizeContext } from './provider-adapter.ts';
import { readItem } from './read-item.ts';

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
  return (item, context) => {
    const read = readItem(schema, item.json, item);
    return read.kind === 'read' ? normalize(read.value, item, context) : read;
  };
}
