import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  parseJsonOrUndefined,
} from '../../../../shared/json.ts';

/**
 * The object that a field holds: as an object, as in every documented example, or as JSON text, as
 * the documentation types it. `undefined` for any other value.
 */
export function toHeldObject(value: JsonValue | undefined): JsonObject | undefined {
  const held = typeof value === 'string' ? parseJsonOrUndefined(value, parseJson) : value;
  return isJsonObject(held) ? held : undefined;
}
