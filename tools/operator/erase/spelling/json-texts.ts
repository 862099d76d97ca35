import { unzipSync } from 'node:zlib';
import {
  isJsonArray,
  type JsonValue,
  parseJson,
  parseJsonOrUndefined,
} from '../../../../shared/json.ts';

/** JSON inside a text of JSON; Lambda's dead letters have three layers. */
const maxLayers = 8;

/**
 * Every text of a body: the body itself, and where it is JSON every key, text and number in it. A text
 * that is JSON again, as the `body` of a quarantined item, is read in the same way.
 *
 * The body itself is among them because parsing can lose a part: of two equal keys the first. Bytes that
 * are not UTF-8, which the gateway stores in base64, are read in every encoding that they may have.
 */
export function* textsOf(body: string): Generator<string> {
  const open: { readonly text: string; readonly layer: number }[] = [{ text: body, layer: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { text, layer } = next;
    yield text;
    if (layer === maxLayers || !mayBeJson.test(text)) continue;
    const value = parseJsonOrUndefined(text, parseJson);
    if (value === undefined) continue;
    for (const inner of leavesOf(value)) {
      if (inner !== text) open.push({ text: inner, layer: layer + 1 });
    }
  }
}

const mayBeJson = /^\s*[[{"]/;

/** Keys, texts and numbers of a value, however deep it is. */
function* leavesOf(value: JsonValue): Generator<string> {
  const open: JsonValue[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') yield next;
    else if (typeof next === 'number') yield String(next);
    else if (isJsonArray(next)) for (const item of next) open.push(item);
    else if (typeof next === 'object' && next !== null) {
      for (const [key, inner] of Object.entries(next)) {
        yield key;
        if (key === 'base64' && typeof inner === 'string') yield* textsOfBytes(inner);
        open.push(inner);
      }
    }
  }
}

/** A larger one is not a callback: the gateway takes 4 MB. */
const maxDecompressedBytes = 64 * 1024 * 1024;

/** Bytes in base64 as text: in Latin-1, in UTF-16, and decompressed. */
function* textsOfBytes(base64: string): Generator<string> {
  const bytes = Buffer.from(base64, 'base64');
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  yield bytes.toString('latin1');
  yield even.toString('utf16le');
  yield Buffer.from(even).swap16().toString('utf16le');
  try {
    yield unzipSync(bytes, { maxOutputLength: maxDecompressedBytes }).toString();
  } catch {
    // It is not compressed.
  }
}
