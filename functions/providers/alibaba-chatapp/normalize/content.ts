import {
  isEmpty,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  parseJsonOrUndefined,
} from '../../../../shared/json.ts';
import {
  withCloudApiNames,
  withCloudApiNamesInside,
} from '../../../../shared/whatsapp/cloud-api-names.ts';

/** ChatApp's words for the types that the Cloud API calls otherwise. */
const types: ReadonlyMap<string, string> = new Map([
  ['reply', 'button'],
  ['contact', 'contacts'],
]);

const files: ReadonlySet<string> = new Set([
  'image',
  'audio',
  'voice',
  'video',
  'document',
  'sticker',
]);

/**
 * The message as the Cloud API has it: `Type` names the object that `Message` holds. A text is `Message`
 * itself, also where it looks like JSON; any other type has JSON text, or in its place the object.
 */
export function toCloudApiMessage(
  written: string | undefined,
  message: JsonValue | undefined,
): JsonObject {
  const word = written?.trim().toLowerCase() ?? (typeof message === 'string' ? 'text' : undefined);
  if (word === undefined) return {};
  const type = types.get(word) ?? word;
  const content = toObject(type, message);
  return content === undefined ? { type } : { type, [type]: content };
}

function toObject(type: string, message: JsonValue | undefined): JsonValue | undefined {
  if (isEmpty(message)) return undefined;
  if (type === 'text' && !isJsonObject(message)) return { body: message };
  const held = typeof message === 'string' ? parseJsonOrUndefined(message, parseJson) : message;
  if (isJsonArray(held)) return withCloudApiNamesInside(held);
  if (isJsonObject(held)) return files.has(type) ? toFile(held) : withCloudApiNames(held);
  return type === 'button' ? { text: message } : undefined;
}

/** What a file is called, and its id. */
const ownNames: ReadonlySet<string> = new Set(['name', 'filename', 'fileName', 'ID']);

const isOther = (name: string) => !ownNames.has(name);

/** A file: its name has three spellings, one of which is its description where another one is there. */
function toFile(file: JsonObject): JsonObject {
  const { name, filename, fileName, ID } = file;
  const written = [filename, fileName, name].find((each) => !isEmpty(each));
  const object = withCloudApiNames(file, isOther);
  return Object.assign(object, {
    id: object.id ?? ID ?? null,
    filename: written ?? null,
    caption: object.caption ?? (written === name ? null : (name ?? null)),
  });
}
