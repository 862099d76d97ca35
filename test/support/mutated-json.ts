import fc from 'fast-check';
import { isJsonObject, type JsonValue } from '../../shared/normalizers/json.ts';

type Path = readonly (string | number)[];

interface Mutation {
  /** Which of the places in the value, counted in document order and wrapped around. */
  readonly place: number;
  /** What is there afterwards; `undefined` removes it. */
  readonly replacement: JsonValue | undefined;
}

/** What providers have been seen to send in place of what they document. */
const oddities: readonly (JsonValue | undefined)[] = [
  undefined,
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

const anyJson = fc.jsonValue({ maxDepth: 3 }).map((value) => value as JsonValue);

const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  replacement: fc.oneof(fc.constantFrom(...oddities), anyJson),
});

/** Any JSON at all. */
export const arbitraryJson: fc.Arbitrary<JsonValue> = anyJson;

/** One of the bodies, with one to four of its values removed or replaced by any JSON. */
export function mutationsOf(bodies: readonly JsonValue[]): fc.Arbitrary<JsonValue> {
  return fc
    .tuple(fc.constantFrom(...bodies), fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([body, mutations]) => mutations.reduce(mutate, body));
}

function mutate(body: JsonValue, { place, replacement }: Mutation): JsonValue {
  const paths = pathsOf(body);
  return replaceAt(body, paths[place % paths.length] ?? [], replacement) ?? null;
}

function pathsOf(value: JsonValue, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function replaceAt(
  value: JsonValue,
  [key, ...rest]: Path,
  replacement: JsonValue | undefined,
): JsonValue | undefined {
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.flatMap((inner, index) => {
      const next = index === key ? replaceAt(inner, rest, replacement) : inner;
      return next === undefined ? [] : [next];
    });
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const next = name === key ? replaceAt(inner, rest, replacement) : inner;
    return next === undefined ? [] : [[name, next] as const];
  });
  return Object.fromEntries(entries);
}
