import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { type BodyCodec, toMediaType } from './body-codec.ts';
import { type FormFields, readFormFields } from './form-fields.ts';

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
    const fields = readFormFields(body);
    return fields === undefined || fields.size === 0 ? undefined : { json: toForm(fields) };
  },
  isCutOff: (text) => text === '' || /%[0-9a-f]?$/i.test(text),
  encode: writeForm,
};

function toForm(fields: FormFields): JsonObject {
  const form: [string, JsonValue][] = [];
  for (const [name, values] of fields) {
    const [first = '', ...others] = values;
    form.push([name, others.length === 0 ? first : values]);
  }
  return Object.fromEntries(form);
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
