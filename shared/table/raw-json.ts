import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { rawDictionaries } from './raw-dictionaries.ts';

/**
 * Compresses the provider's JSON against two texts: a dictionary of what callbacks have in common, and
 * the `detail` of its event, which is in the same item and repeats its ids, names and texts. The result
 * has a third of the bytes that it would have alone.
 *
 * The first byte is the number of the dictionary, the rest is DEFLATE (RFC 1951). The zlib format would
 * add ten bytes for the dictionary's id and for a checksum, which DynamoDB's own makes unnecessary.
 *
 * @param detail the item's attribute `detail`
 */
export function compressRaw(json: string, detail: string): Uint8Array {
  const number = rawDictionaries.length - 1;
  const dictionary = toDictionary(number, detail);
  return Buffer.concat([Buffer.of(number), deflateRawSync(json, { dictionary })]);
}

/**
 * Decompresses the provider's JSON. With another `detail` than it was written with, the result is an
 * error or another text.
 *
 * @throws {RangeError} when it was written with a dictionary that this code does not have
 */
export function decompressRaw(bytes: Uint8Array, detail: string): string {
  const dictionary = toDictionary(bytes[0] ?? 0, detail);
  return inflateRawSync(bytes.subarray(1), { dictionary }).toString('utf8');
}

function toDictionary(number: number, detail: string): Buffer {
  const text = rawDictionaries[number];
  if (text === undefined)
    throw new RangeError(`raw JSON needs dictionary ${number}, which this version does not have`);
  return Buffer.from(text + detail);
}
