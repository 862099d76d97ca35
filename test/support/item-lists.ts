import type { JsonValue } from '../../shared/json.ts';
import type { DeliveryPart, Provider } from '../../shared/provider/provider-adapter.ts';
import { listsIn, type Place, replaceAt } from './json-places.ts';

/** A list in a genuine body, of which each item gives parts of the delivery, and nothing else does. */
export interface ItemList {
  /** Where it stands: `.entry[].changes`. */
  readonly pattern: string;
  /** What stands in such a list in any genuine body of the feed. */
  readonly items: readonly JsonValue[];
  /** Whether no item holds a list of items. */
  readonly isInnermost: boolean;
  /** The parts of the body with these items in place of its own. */
  partsOf(items: readonly JsonValue[]): readonly DeliveryPart[];
}

/**
 * The lists by which a delivery holds several items, found by telling all of a list twice: what is
 * such a list then gives twice the parts.
 *
 * @param feeds genuine bodies, by feed
 */
export function findItemLists(
  provider: Provider,
  feeds: readonly (readonly JsonValue[])[],
): readonly ItemList[] {
  const found = feeds.flatMap((bodies, feed) =>
    bodies.flatMap((body) => listsOfItems(provider, body).map((list) => ({ ...list, feed }))),
  );
  const patterns = [...new Set(found.map(({ pattern }) => pattern))];
  return found.map(({ feed, pattern, partsOf }) => ({
    pattern,
    partsOf,
    items: found
      .filter((other) => other.feed === feed && other.pattern === pattern)
      .flatMap(({ items }) => items),
    isInnermost: !patterns.some((other) => other.startsWith(`${pattern}[]`)),
  }));
}

function listsOfItems(provider: Provider, body: JsonValue) {
  return listsIn(body).flatMap(({ place, items }) => {
    const partsOf = (others: readonly JsonValue[]) =>
      provider.normalize(replaceAt(body, place, others), { channels: {} });
    const isOfItems = partsOf([...items, ...items]).length === 2 * partsOf(items).length;
    return isOfItems ? [{ pattern: toPattern(place), items, partsOf }] : [];
  });
}

function toPattern(place: Place): string {
  return place.map((step) => (typeof step === 'number' ? '[]' : `.${step}`)).join('');
}
