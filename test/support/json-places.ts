import { isJsonArray, isJsonObject, type JsonValue } from '../../shared/json.ts';

/** Steps from the root of a JSON value to a place in it. */
export type Place = readonly (string | number)[];

/** The value with one place in it changed. Places are counted in document order, and wrap around. */
export function editAt(
  value: JsonValue,
  number: number,
  change: (value: JsonValue) => JsonValue | undefined,
): JsonValue | undefined {
  let left = number % countOf(value);
  const visit = (node: JsonValue): JsonValue | undefined => {
    left -= 1;
    if (left === -1) return change(node);
    if (left < 0) return node;
    if (isJsonArray(node)) return node.map(visit).filter((inner) => inner !== undefined);
    if (!isJsonObject(node)) return node;
    const entries: [string, JsonValue][] = [];
    for (const [name, inner] of Object.entries(node)) {
      const next = visit(inner);
      if (next !== undefined) entries.push([name, next]);
    }
    return Object.fromEntries(entries);
  };
  return visit(value);
}

/** The value with another one at a place. */
export function replaceAt(value: JsonValue, [step, ...rest]: Place, by: JsonValue): JsonValue {
  if (step === undefined) return by;
  if (isJsonArray(value)) {
    return value.map((inner, index) => (index === step ? replaceAt(inner, rest, by) : inner));
  }
  if (!isJsonObject(value)) return value;
  return { ...value, [step]: replaceAt(value[step] ?? null, rest, by) };
}

/** Every list in a value that is not empty, and where it stands. */
export function listsIn(
  value: JsonValue,
  place: Place = [],
): readonly { readonly place: Place; readonly items: readonly JsonValue[] }[] {
  const inner = isJsonArray(value)
    ? value.flatMap((item, index) => listsIn(item, [...place, index]))
    : isJsonObject(value)
      ? Object.entries(value).flatMap(([name, field]) => listsIn(field, [...place, name]))
      : [];
  return isJsonArray(value) && value.length > 0 ? [{ place, items: value }, ...inner] : inner;
}

function countOf(value: JsonValue): number {
  if (isJsonArray(value)) return value.reduce<number>((count, inner) => count + countOf(inner), 1);
  if (!isJsonObject(value)) return 1;
  return Object.values(value).reduce<number>((count, inner) => count + countOf(inner), 1);
}
