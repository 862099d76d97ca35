import { decodeUtf8 } from '../json.ts';

/** The fields of a form by their names, each with its values in their order. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

/** Both the signature and the codec need the fields of a body. */
const fieldsOf = new WeakMap<Uint8Array, { readonly fields: FormFields | undefined }>();

/**
 * Reads a body as a form, once however often it is asked.
 *
 * @returns `undefined` when it is not UTF-8, or a percent sign does not begin the UTF-8 of a character: its text
 *   would be a guess
 */
export function readFormFields(body: Uint8Array): FormFields | undefined {
  let known = fieldsOf.get(body);
  if (known === undefined) {
    const text = decodeUtf8(body);
    known = { fields: text === undefined ? undefined : parseFormFields(text) };
    fieldsOf.set(body, known);
  }
  return known.fields;
}

/** The same as a browser guesses it, for the signature of a form that no adapter can read. */
export function guessFormFields(body: Uint8Array): FormFields {
  const fields = new Map<string, string[]>();
  const guessed = new URLSearchParams(new TextDecoder().decode(body));
  for (const [name, value] of guessed) addField(fields, name, value);
  return fields;
}

function parseFormFields(text: string): FormFields | undefined {
  const fields = new Map<string, string[]>();
  try {
    for (const field of text.split('&')) {
      if (field === '') continue;
      const end = field.indexOf('=');
      const name = decodePart(end < 0 ? field : field.slice(0, end));
      addField(fields, name, end < 0 ? '' : decodePart(field.slice(end + 1)));
    }
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
  return fields;
}

function addField(fields: Map<string, string[]>, name: string, value: string): void {
  const known = fields.get(name);
  if (known === undefined) fields.set(name, [value]);
  else known.push(value);
}

/** Most names and values have nothing to decode, and looking for it costs a tenth of decoding. */
function decodePart(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced;
}
