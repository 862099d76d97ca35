import type { JsonValue } from '../../shared/json.ts';
import type { NormalizedPart, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { listsIn, type Place, replaceAt } from './json-places.ts';

/** A list in a genuine body, of which each item gives parts of the delivery, and nothing else does. */
export interface ItemList {
  /** Where it stands: `.entry[].changes`. */
  readonly pattern: string;
  /** What stands in such a list in any genuine body of the provider event. */
  readonly items: readonly JsonValue[];
  /** Whether no item holds a list of items. */
  readonly isInnermost: boolean;
  /** The parts of the body with these items in place of its own. */
  partsOf(items: readonly JsonValue[]): readonly NormalizedPart[];
}

/**
 * The lists by which a delivery holds several items, found by telling all of a list twice: what is
 * such a list then gives twice the parts.
 *
 * @param provider events genuine bodies, by provider event
 */
export function findItemLists(
  provider: ProviderAdapter,
  providerEvents: readonly (readonly JsonValue[])[],
): readonly ItemList[] {
  const found = providerEvents.flatMap((bodies, providerEvent) =>
    bodies.flatMap((body) =>
      listsOfItems(provider, body).map((list) => ({ ...list, providerEvent })),
    ),
  );
  const patterns = [...new Set(found.map(({ pattern }) => pattern))];
  return found.map(({ providerEvent, pattern, partsOf }) => ({
    pattern,
    partsOf,
    items: found
      .filter((other) => other.providerEvent === providerEvent && other.pattern === pattern)
      .flatMap(({ items }) => items),
    isInnermost: !patterns.some((other) => other.startsWith(`${pattern}[]`)),
  }));
}

function listsOfItems(provider: ProviderAdapter, body: JsonValue) {
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
