import type { JsonValue } from '../../shared/json.ts';
import type { NormalizeResult } from '../../shared/provider/normalize-result.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { listsIn, type Place, replaceAt } from './json-places.ts';

/** A list in a genuine body whose items give results, while the rest of the body gives none. */
export interface ItemList {
  /** Where it stands: `.entry[].changes`. */
  readonly pattern: string;
  /** The items of such lists in all genuine bodies of the provider event. */
  readonly items: readonly JsonValue[];
  /** Whether no item holds a list of items. */
  readonly isInnermost: boolean;
  /** The results of the body with these items in place of its own. */
  resultsOf(items: readonly JsonValue[]): readonly NormalizeResult[];
}

/**
 * The lists by which a callback holds several items, found by repeating each list of a body: one with
 * items then gives twice the results.
 *
 * @param providerEvents genuine bodies, by provider event
 */
export function findItemLists(
  adapter: ProviderAdapter,
  providerEvents: readonly (readonly JsonValue[])[],
): readonly ItemList[] {
  const found = providerEvents.flatMap((bodies, providerEvent) =>
    bodies.flatMap((body) =>
      listsOfItems(adapter, body).map((list) => ({ ...list, providerEvent })),
    ),
  );
  const patterns = [...new Set(found.map(({ pattern }) => pattern))];
  return found.map(({ providerEvent, pattern, resultsOf }) => ({
    pattern,
    resultsOf,
    items: found
      .filter((other) => other.providerEvent === providerEvent && other.pattern === pattern)
      .flatMap(({ items }) => items),
    isInnermost: !patterns.some((other) => other.startsWith(`${pattern}[]`)),
  }));
}

function listsOfItems(adapter: ProviderAdapter, body: JsonValue) {
  return listsIn(body).flatMap(({ place, items }) => {
    const resultsOf = (others: readonly JsonValue[]) =>
      adapter.normalize(replaceAt(body, place, others), { channels: {} });
    const isOfItems = resultsOf([...items, ...items]).length === 2 * resultsOf(items).length;
    // Errors beside the list may belong to its items.
    const isAllOfBody = resultsOf([null]).length === 1;
    return isOfItems && isAllOfBody ? [{ pattern: toPattern(place), items, resultsOf }] : [];
  });
}

function toPattern(place: Place): string {
  return place.map((step) => (typeof step === 'number' ? '[]' : `.${step}`)).join('');
}
