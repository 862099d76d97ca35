import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../json.ts';
import { type BodyCodec, isCutOffJson, jsonCodec } from './body-codec.ts';

/**
 * JSON with JSON inside, in base64: a push message of Google Cloud Pub/Sub has it at `message.data`
 * (Pub/Sub, "Push subscriptions", read on 2026-11-28). The adapter reads the inner JSON in its place.
 * A body without a text at that place stays as it is.
 *
 * @param path the names of the fields that lead to the text
 */
export function base64JsonCodec(...path: readonly [string, ...string[]]): BodyCodec {
  return {
    contentType: jsonCodec.contentType,
    decode(body) {
      const outer = jsonCodec.decode(body, {})?.json;
      const json = outer === undefined ? undefined : replaceAt(outer, path, decodeInner);
      return json === undefined ? undefined : { json };
    },
    isCutOff: isCutOffJson,
    encode: (json) => JSON.stringify(replaceAt(parseJson(json), path, encodeInner)),
  };
}

function decodeInner(inner: JsonValue): JsonValue | undefined {
  if (typeof inner !== 'string') return inner;
  const bytes = Buffer.from(inner, 'base64');
  // Buffer skips what is not base64.
  if (withoutPadding(bytes.toString('base64')) !== withoutPadding(inner)) return undefined;
  return jsonCodec.decode(bytes, {})?.json;
}

function encodeInner(inner: JsonValue): string {
  return Buffer.from(JSON.stringify(inner)).toString('base64');
}

function withoutPadding(base64: string): string {
  return base64.replace(/={1,2}$/, '');
}

/** The value with another one at a path, if it has one there; `undefined` when that has no other value. */
function replaceAt(
  value: JsonValue,
  [step, ...rest]: readonly string[],
  replace: (inner: JsonValue) => JsonValue | undefined,
): JsonValue | undefined {
  if (step === undefined) return replace(value);
  const inner = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  if (inner === undefined) return value;
  const replaced = replaceAt(inner, rest, replace);
  return replaced === undefined ? undefined : { ...(value as JsonObject), [step]: replaced };
}
