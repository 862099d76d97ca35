import { isJsonArray, isJsonObject, type JsonValue } from '../../shared/json.ts';

/**
 * Two values in one: lists at this depth of lists are concatenated; the lists around them, and
 * objects, are merged item by item. Where neither is possible, the first value stays.
 */
export function join(a: JsonValue, b: JsonValue, depth: number): JsonValue {
  if (isJsonArray(a) && isJsonArray(b)) {
    if (depth === 0) return [...a, ...b];
    return a.map((item, index) => {
      const other = b[index];
      return other === undefined ? item : join(item, other, depth - 1);
    });
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return a;
  const both = Object.entries(a).map(([name, value]) => {
    const other = b[name];
    return [name, other === undefined ? value : join(value, other, depth)];
  });
  return { ...b, ...Object.fromEntries(both) };
}
