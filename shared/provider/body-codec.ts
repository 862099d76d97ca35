import { decodeUtf8, type JsonValue, parseJson, parseJsonOrUndefined } from '../json.ts';
import type { CallbackRequest } from './provider-adapter.ts';

/**
 * The format of a provider's bodies: how they become the JSON that its adapter reads, and back.
 *
 * Guarantee: `decode` does no I/O and does not throw; it decodes again what `encode` writes. It never
 * decompresses: a small body could become a large one.
 */
export interface BodyCodec {
  /** As the provider sends it. */
  readonly contentType: string;
  /**
   * The JSON of a body; `undefined` when it is not in this format. A format in which any text is valid,
   * as a form is, must also look at the content type.
   */
  decode(body: Uint8Array, headers: CallbackRequest['headers']): DecodedJson | undefined;
  /** Whether text that cannot be decoded is only the beginning of a body. */
  isCutOff(text: string): boolean;
  /**
   * The body as the provider would send it: for `send`, tests and benchmarks.
   *
   * @param json the decoded body as JSON text, as a fixture has it
   * @throws {TypeError} for JSON that the format cannot express
   */
  encode(json: string): string;
}

/** The JSON of a body. */
export interface DecodedJson {
  readonly json: JsonValue;
  /** Its text, if the provider sent it as it is. */
  readonly text?: string;
}

/** JSON, whatever the content type says (ADR 0007): what can be parsed proves its format. */
export const jsonCodec: BodyCodec = {
  contentType: 'application/json',
  decode(body) {
    const text = decodeUtf8(body);
    const json = text === undefined ? undefined : parseJsonOrUndefined(text, parseJson);
    return text === undefined || json === undefined ? undefined : { json, text };
  },
  isCutOff: isCutOffJson,
  encode: (json) => json,
};

/** A body as an adapter reads it. */
export interface DecodedBody {
  readonly kind: 'decoded';
  readonly json: JsonValue;
  /** JSON text of it; byte for byte what the provider sent, if that was JSON. */
  readonly text: string;
}

/** A body that is not in the provider's format. Its bytes are all there is. */
export interface UndecodableBody {
  readonly kind: 'undecodable';
  readonly reason: UndecodableReason;
  /** What is wrong, in constant text: never a part of the body or of a header. */
  readonly problem: string;
}

/** The reasons of a quarantine that mean a whole body. */
export const undecodableReasons = [
  'truncated_body',
  'malformed_body',
  'unsupported_media_type',
  'unsupported_encoding',
] as const;

export type UndecodableReason = (typeof undecodableReasons)[number];

/** The body of a callback in the format of its provider, or why it is not in that format. Does not throw. */
export function decodeBody(
  { body, headers }: Pick<CallbackRequest, 'body' | 'headers'>,
  codec: BodyCodec,
): DecodedBody | UndecodableBody {
  const decoded = hasReplacedBytes(body, headers) ? undefined : codec.decode(body, headers);
  if (decoded === undefined) return toUndecodable({ body, headers }, codec);
  const { json, text } = decoded;
  try {
    return { kind: 'decoded', json, text: text ?? JSON.stringify(json) };
  } catch (error) {
    // Unlike JSON.parse, JSON.stringify needs stack for every level.
    if (error instanceof RangeError) return undecodable('malformed_body', 'nested too deep');
    throw error;
  }
}

/**
 * Whether bytes that are not UTF-8 were replaced on the way. API Gateway and function URLs pass bodies of text
 * and JSON types as text, in which each such byte is U+FFFD: two different ids could become one. A replacement
 * has three bytes, so the body is longer than the provider declared.
 */
function hasReplacedBytes(body: Uint8Array, headers: CallbackRequest['headers']): boolean {
  return (
    body.byteLength > Number(headers['content-length']) &&
    Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes('\ufffd')
  );
}

/** The media type of a content type, without its parameters, in lower case. */
export function toMediaType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

function toUndecodable(
  { body, headers }: Pick<CallbackRequest, 'body' | 'headers'>,
  codec: BodyCodec,
): UndecodableBody {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' || isGzip(body)) {
    return undecodable('unsupported_encoding', 'the body is compressed');
  }
  const text = decodeUtf8Beginning(body);
  // Neither JSON nor a form has a zero byte, and in UTF-16 every other byte of plain text is one.
  if (text === undefined || text.includes('\0') || hasReplacedBytes(body, headers)) {
    return undecodable('unsupported_encoding', 'expected UTF-8');
  }
  // What is as long as it was declared has arrived in full, whatever its brackets look like.
  const declaredBytes = headers['content-length'] ?? (body.byteLength === 0 ? '0' : undefined);
  if (declaredBytes !== `${body.byteLength}` && codec.isCutOff(text)) {
    return undecodable('truncated_body', 'the body ends too early');
  }
  if (text === '') return undecodable('malformed_body', 'the body is empty');
  const expected = `expected ${codec.contentType}`;
  const mediaType = toMediaType(headers['content-type'] ?? '');
  const isDeclared = ['', codec.contentType].includes(mediaType) || mediaType.endsWith('+json');
  return isDeclared
    ? undecodable('malformed_body', expected)
    : undecodable('unsupported_media_type', expected);
}

function undecodable(reason: UndecodableReason, problem: string): UndecodableBody {
  return { kind: 'undecodable', reason, problem };
}

/** The text of UTF-8 whose last character may be cut off. */
function decodeUtf8Beginning(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

/** Whether text ends inside of a list, an object or a text of JSON, or before any of them begins. */
export function isCutOffJson(text: string): boolean {
  const [first] = text.trimStart();
  if (first === undefined) return true;
  if (!'{["'.includes(first)) return false;
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (isInText && char === '\\') index += 1;
    else if (char === '"') isInText = !isInText;
    else if (isInText) continue;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
  }
  return isInText || depth > 0;
}
