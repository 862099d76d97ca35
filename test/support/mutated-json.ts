import fc from 'fast-check';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.ts';
import type { InboundShape } from '../../shared/provider/inbound.ts';
import { Random } from '../simulation/random.ts';
import { editAt } from './json-places.ts';
import type { ProviderMaterial } from './provider-material.ts';
import { exampleOf } from './schema-example.ts';

/** What providers have been seen to send instead of what they document. */
const oddities: readonly JsonValue[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1e300,
  true,
  'true',
  [],
  {},
  [{}],
  [[null]],
  'PHONE-NUMBER',
  '__proto__',
  '131026: text',
  '2026-13-45',
];

const nestedDeep: JsonValue = JSON.parse(`${'[{"a":'.repeat(50)}1${'}]'.repeat(50)}`);

/** What a value changes to; `undefined` removes it. */
type Change = (
  value: JsonValue,
  material: ProviderMaterial,
  random: Random,
) => JsonValue | undefined;

/** By what the changed value is. */
const changes: Readonly<Record<string, Change>> = {
  'is removed': () => undefined,
  'is odd': (_value, _material, random) => pick(oddities, random),
  'is what stands elsewhere': (_value, { values }, random) => pick(values, random),
  'is of another type': (value) => (typeof value === 'string' ? Number(value) : String(value)),
  'is JSON in a text': (value) => JSON.stringify(value),
  'is in a list': (value) => [value],
  'is out of its list': (value) => (isJsonArray(value) ? (value[0] ?? null) : value),
  'is repeated': (value) => (isJsonArray(value) ? [...value, ...value] : [value, value]),
  'is nested deep': () => nestedDeep,
  'has a new field': (value, { values }, random) =>
    isJsonObject(value) ? { ...value, another_field: pick(values, random) } : value,
  'has the fields of its schema': (value, material, random) =>
    isJsonObject(value) ? withSchemaFields(value, material, random) : value,
};

interface Mutation {
  readonly what: string;
  /** The number of a place in the value, as in `editAt`. */
  readonly place: number;
  /** Seed of the change's own choices. */
  readonly seed: number;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  what: fc.constantFrom(...Object.keys(changes)),
  place: fc.noBias(fc.nat()),
  seed: fc.noBias(fc.nat()),
});

/** These values, each with one to four changes inside. */
export function mutationsOf(
  genuine: fc.Arbitrary<JsonValue>,
  material: ProviderMaterial,
): fc.Arbitrary<JsonValue> {
  const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });
  return fc.tuple(genuine, mutations).map(([whole, all]) =>
    all.reduce((json, { what, place, seed }) => {
      const change = (value: JsonValue) => changes[what]?.(value, material, new Random(seed));
      return editAt(json, place, change) ?? null;
    }, whole),
  );
}

/** The object with the fields of the schema that it resembles most. */
function withSchemaFields(
  object: JsonObject,
  { objects, scalars }: ProviderMaterial,
  random: Random,
): JsonObject {
  const names = Object.keys(object);
  const toLikeness = (fields: InboundShape) =>
    names.filter((name) => Object.hasOwn(fields, name)).length;
  const likely = objects.reduce(
    (best, fields) => (toLikeness(fields) > toLikeness(best) ? fields : best),
    {},
  );
  return { ...object, ...exampleOf(likely, scalars, random) };
}

function pick(items: readonly JsonValue[], random: Random): JsonValue {
  return items[random.integer(0, items.length - 1)] ?? null;
}
