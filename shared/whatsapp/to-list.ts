import type { JsonValue } from '../json.ts';

/** The entries of a list. One bare entry counts as a list of one; `null` and `""` as none. */
export function toList(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null || value === '') return [];
  return isArray(value) ? value : [value];
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
