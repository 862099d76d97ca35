import { hash } from 'node:crypto';
import { encodeKeyPart } from '../contract/conversation-key.ts';

/** DynamoDB allows 2,048 bytes in a partition key and 1,024 in a sort key; ids stay far below. */
const maxPartBytes = 256;

const hashWord = 'sha256:';

/** A provider's id as part of a key (`encodeKeyPart`). An id that is too long is replaced by its hash. */
export function segment(id: string): string {
  const part = encodeKeyPart(id, hashWord);
  return isShort(part) ? part : toHash(id);
}

/** Text as a key that is not parsed. Text that is too long is replaced by its hash. */
export function shorten(text: string): string {
  return isShort(text) ? text : toHash(text);
}

function isShort(part: string): boolean {
  // No character of UTF-16 takes more than three bytes of UTF-8.
  return part.length * 3 <= maxPartBytes || Buffer.byteLength(part) <= maxPartBytes;
}

function toHash(text: string): string {
  return hashWord + hash('sha256', text);
}

/**
 * Which of several partitions has what is known by this text. DynamoDB takes 1,000 write units per second for
 * one partition key.
 */
export function toShard(text: string, shards: number): number {
  return Number.parseInt(hash('sha256', text).slice(0, 8), 16) % shards;
}

/** The id of a part of a key; `sha256:<hash>` for one that was too long. */
export function readSegment(part: string | undefined): string | undefined {
  try {
    return part && decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** Several names as one id, where each is unique only within the one before it. */
export function joinNames(...names: readonly (string | undefined)[]): string {
  return names.map((name = '') => name.replace(/[%/]/g, encodeURIComponent)).join('/');
}
