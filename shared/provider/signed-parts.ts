import {
  isJsonArray,
  isJsonObject,
  type JsonValue,
  parseJson,
  parseJsonOrUndefined,
} from '../json.ts';
import type { CallbackRequest } from './provider-adapter.ts';
import type { SignedPart } from './signature-scheme.ts';

/** A callback as a signature sees it. */
export interface SignedCallback {
  readonly receivedAt: Date;
  /** What the headers have in place of `{timestamp}` and of other names in braces. */
  readonly values: Readonly<Record<string, string>>;
  /** The bytes of the parts, one after the other; `undefined` when the callback lacks one of them. */
  readParts(
    parts: readonly SignedPart[],
    key: string | Uint8Array,
  ): readonly (string | Uint8Array)[] | undefined;
}

const utf8 = new TextDecoder();

/** Reads what a signature is made over. Pure, and never throws. Parses the body once at most. */
export function toSignedCallback(
  request: CallbackRequest,
  values: SignedCallback['values'],
): SignedCallback {
  let json: { readonly value: JsonValue | undefined } | undefined;
  const readJson = () => {
    json ??= { value: parseJsonOrUndefined(utf8.decode(request.body), parseJson) };
    return json.value;
  };
  function readPart(part: Exclude<SignedPart, 'key'>): string | Uint8Array | undefined {
    if (part === 'body') return request.body;
    if (part === 'url') return request.url;
    if (part === 'method') return request.method;
    if (part === 'form fields') return joinFormFields(request);
    if ('text' in part) return part.text;
    if ('value' in part) return values[part.value];
    const text = readText(readJson(), part.field);
    return part.encoding === undefined ? text : decodeBase64(text);
  }
  return {
    receivedAt: request.receivedAt,
    values,
    readParts(parts, key) {
      const read: (string | Uint8Array)[] = [];
      for (const part of parts) {
        const bytes = part === 'key' ? key : readPart(part);
        if (bytes === undefined) return undefined;
        read.push(bytes);
      }
      return read;
    },
  };
}

/** `undefined` when the body is not a form: anything else would be read as a form with one odd name. */
function joinFormFields({ headers, body }: CallbackRequest): string | undefined {
  const type = headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return undefined;
  const fields = new URLSearchParams(utf8.decode(body));
  return [...new Set(fields.keys())]
    .sort()
    .flatMap((name) => [...new Set(fields.getAll(name))].sort().map((value) => `${name}${value}`))
    .join('');
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
  return /^([0-9a-f]{2})*$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
}
