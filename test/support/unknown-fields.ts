import { isJsonArray, isJsonObject, type JsonValue } from '../../shared/json.ts';

/**
 * The value with a new field in every object. A field that is named for the JSON in it
 * (`response_json` of a flow; Infobip calls it `response`) is passed on whole, and stays as it is.
 */
export function withUnknownFields(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(withUnknownFields);
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).map(([name, inner]) => [
    name,
    /^response$|json$/i.test(name) ? inner : withUnknownFields(inner),
  ]);
  return { ...Object.fromEntries(fields), field_of_tomorrow: { nested: ['new', 1] } };
}
