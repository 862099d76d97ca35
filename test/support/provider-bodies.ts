import fc from 'fast-check';
import type { JsonValue } from '../../shared/json.ts';
import type { ItemList } from './item-lists.ts';
import { join } from './joined-json.ts';
import { mutationsOf } from './mutated-json.ts';
import type { ProviderMaterial } from './provider-material.ts';

const anyJson = fc.jsonValue({ maxDepth: 3 }).map((value) => value as JsonValue);

/** Bodies that a provider could send: mostly mutated ones, several joined in one, and any JSON. */
export function bodiesOf(material: ProviderMaterial): fc.Arbitrary<JsonValue> {
  const genuine = fc.constantFrom(...material.providerEvents.flat());
  const joined = joinedOf(material);
  const either = fc.oneof({ weight: 3, arbitrary: genuine }, joined);
  return fc.oneof(
    { weight: 1, arbitrary: anyJson },
    { weight: 2, arbitrary: joined },
    { weight: 12, arbitrary: mutationsOf(either, material) },
  );
}

/** Two or three genuine bodies of a provider event, joined. */
function joinedOf({ providerEvents }: ProviderMaterial): fc.Arbitrary<JsonValue> {
  const numbers = fc.array(fc.nat(), { minLength: 2, maxLength: 3 });
  return fc
    .tuple(fc.constantFrom(...providerEvents), numbers, fc.nat({ max: 3 }))
    .map(([bodies, picked, depth]) =>
      picked
        .map((number) => bodies[number % bodies.length] ?? null)
        .reduce((a, b) => join(a, b, depth)),
    );
}

/** A list, and items for it: genuine ones of its provider event, bad ones, and any JSON. */
export function listedItems(
  lists: readonly ItemList[],
  material: ProviderMaterial,
): fc.Arbitrary<{ readonly list: ItemList; readonly items: readonly JsonValue[] }> {
  return fc.constantFrom(...lists).chain((list) => {
    const genuine = fc.constantFrom(...list.items);
    const item = fc.oneof(genuine, mutationsOf(genuine, material), anyJson);
    return fc.record({
      list: fc.constant(list),
      items: fc.array(item, { minLength: 2, maxLength: 5 }),
    });
  });
}
