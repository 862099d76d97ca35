import {
  isJsonArray,
  isJsonObject,
  type JsonValue,
  parseJson,
  parseJsonOrUndefined,
} from '../json.ts';
import { guessFormFields, readFormFields } from './form-fields.ts';
import type { CallbackRequest } from './provider-adapter.ts';
import type { SignedPart } from './signature-scheme.ts';

/** A callback as a signature sees it. */
export interface SignedCallback {
  readonly request: CallbackRequest;
  /** What the headers have in place of `{timestamp}` and of other names in braces. */
  readonly values: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads what a signature is made over, one part after the other. Pure, and never throws.
 *
 * @returns `undefined` when the callback lacks one of the parts
 */
export function readParts(
  callback: SignedCallback,
  parts: readonly SignedPart[],
  key: string | Uint8Array,
): readonly (string | Uint8Array)[] | undefined {
  const read: (string | Uint8Array)[] = [];
  for (const part of parts) {
    const bytes = part === 'key' ? key : readPart(callback, part);
    if (bytes === undefined) return undefined;
    read.push(bytes);
  }
  return read;
}

const utf8 = new TextDecoder();

function readPart(
  { request, values }: SignedCallback,
  part: Exclude<SignedPart, 'key'>,
): string | Uint8Array | undefined {
  if (part === 'body') return request.body;
  if (part === 'url') return request.url;
  if (part === 'method') return request.method;
  if (part === 'form fields') return joinFormFields(request);
  if ('text' in part) return part.text;
  if ('value' in part) return values[part.value];
  const json = parseJsonOrUndefined(utf8.decode(request.body), parseJson);
  const text = readText(json, part.field);
  return part.encoding === undefined ? text : decodeBase64(text);
}

/** `undefined` when the body is not a form: anything else would be read as a form with one odd name. */
function joinFormFields({ headers, body }: CallbackRequest): string | undefined {
  const type = headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return undefined;
  const fields = readFormFields(body) ?? guessFormFields(body);
  let joined = '';
  for (const name of [...fields.keys()].sort()) {
    for (const value of [...new Set(fields.get(name))].sort()) joined += name + value;
  }
  return joined;
}

function readText(json: JsonValue | undefined, path: readonly (string | number)[]) {
  let value = json;
  for (const step of path) {
    if (typeof step === 'number') value = isJsonArray(value) ? value[step] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The bytes; `undefined` unless they would be written as this text. */
export function decodeBase64(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** The bytes of hex digits in either case; `undefined` for other text. */
export function decodeHex(text: string): Uint8Array | undefined {
  return text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
}
