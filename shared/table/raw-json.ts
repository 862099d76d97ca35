import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { rawDictionaries } from './raw-dictionaries.ts';

/**
 * The provider's JSON, compressed against what is known beside it: the words of the adapters, and the
 * text of the event that was made of it, which lies in the same item and repeats its ids, names and
 * texts. It takes a third of what it takes alone.
 *
 * The first byte is the number of the words, the rest DEFLATE (RFC 1951). The zlib format around it
 * would tell the same, and a checksum of what DynamoDB has checked, in ten bytes.
 *
 * @param detail the item's attribute `detail`
 */
export function compressRaw(json: string, detail: string): Uint8Array {
  const number = rawDictionaries.length - 1;
  const dictionary = toDictionary(number, detail);
  return Buffer.concat([Buffer.of(number), deflateRawSync(json, { dictionary })]);
}

/**
 * The provider's JSON again. Beside another `detail` than the one it was written with, it is an error
 * or another text.
 *
 * @throws {RangeError} when it was written with words that this code does not have
 */
export function decompressRaw(bytes: Uint8Array, detail: string): string {
  const dictionary = toDictionary(bytes[0] ?? 0, detail);
  return inflateRawSync(bytes.subarray(1), { dictionary }).toString('utf8');
}

function toDictionary(number: number, detail: string): Buffer {
  const words = rawDictionaries[number];
  if (words === undefined)
    throw new RangeError(`raw JSON needs dictionary ${number}, which is not known here`);
  return Buffer.from(words + detail);
}
