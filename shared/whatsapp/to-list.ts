import type { JsonValue } from '../json.ts';

/** The entries of a list. A bare entry is a list of one; `null` and `""` are empty lists. */
export function toList(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null || value === '') return [];
  return isArray(value) ? value : [value];
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
