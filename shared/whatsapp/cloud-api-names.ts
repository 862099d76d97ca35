import { isEmpty, isJsonArray, type JsonObject, type JsonValue } from '../json.ts';

/**
 * An object of the Cloud API whose names a reseller writes in camel case, with the Cloud API's own:
 * `mimeType` is `mime_type`, in all that is inside of it.
 *
 * @param isWanted which of the names the object itself keeps
 */
export function withCloudApiNames(
  object: JsonObject,
  isWanted: (name: string) => boolean = () => true,
): JsonObject {
  const named: Record<string, JsonValue> = {};
  for (const name of Object.keys(object)) {
    if (!isWanted(name)) continue;
    const value = object[name];
    const cloudApiName = toCloudApiName(name);
    // No field has this name, and an assignment would set the prototype.
    if (value === undefined || cloudApiName === '__proto__') continue;
    // Where an object has a name in both spellings, the order of its fields must not decide.
    const isInBoth = name !== cloudApiName && !isEmpty(object[cloudApiName]);
    if (isInBoth || (isEmpty(value) && Object.hasOwn(named, cloudApiName))) continue;
    // The names inside a form's response are those of the form's author.
    const isAuthored = cloudApiName === 'response_json';
    named[cloudApiName] = isAuthored ? value : withCloudApiNamesInside(value);
  }
  return named;
}

function toCloudApiName(name: string): string {
  // Most names have none. To look for one takes a third of the time of replacing none.
  return /[A-Z]/.test(name) ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;
}

/** The same for each object of a list; any other value as it is. */
export function withCloudApiNamesInside(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  return isJsonArray(value) ? value.map(withCloudApiNamesInside) : withCloudApiNames(value);
}
