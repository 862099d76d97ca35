import { decodeUtf8, isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { type BodyCodec, toMediaType } from './body-codec.ts';

const contentType = 'application/x-www-form-urlencoded';

/**
 * Forms: `From=447700900123&NumMedia=0` is `{ "From": "447700900123", "NumMedia": "0" }`. A name that
 * occurs several times has a list of its values, in their order (WHATWG URL, "application/
 * x-www-form-urlencoded", read on 2026-11-28).
 *
 * Any text would be a form of one odd name, so the content type must say that it is one.
 */
export const formCodec: BodyCodec = {
  contentType,
  decode(body, headers) {
    if (toMediaType(headers['content-type'] ?? '') !== contentType) return undefined;
    const form = parseForm(decodeUtf8(body) ?? '');
    return form && { json: form };
  },
  isCutOff: (text) => text === '' || /%[0-9a-f]?$/i.test(text),
  encode: writeForm,
};

/** `undefined` when a percent sign does not begin the UTF-8 of a character: its text would be a guess. */
function parseForm(text: string): JsonObject | undefined {
  if (text === '') return undefined;
  const values = new Map<string, string | string[]>();
  try {
    for (const field of text.split('&')) {
      if (field === '') continue;
      const end = field.indexOf('=');
      const name = decodePart(end < 0 ? field : field.slice(0, end));
      const value = end < 0 ? '' : decodePart(field.slice(end + 1));
      const known = values.get(name);
      if (known === undefined) values.set(name, value);
      else if (typeof known === 'string') values.set(name, [known, value]);
      else known.push(value);
    }
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
  return Object.fromEntries(values);
}

/** Most names and values have nothing to decode, and looking for it costs a tenth of decoding. */
function decodePart(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced;
}

function writeForm(json: string): string {
  const body: JsonValue = JSON.parse(json);
  if (!isJsonObject(body)) throw new TypeError('a form is an object of texts');
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    for (const each of isJsonArray(value) ? value : [value]) {
      if (typeof each !== 'string') {
        throw new TypeError(`the field ${name} of a form is a text or a list of texts`);
      }
      fields.append(name, each);
    }
  }
  return fields.toString();
}
