import { parseJsonOrUndefined } from '../json.ts';

/** Where a page of a timeline ends: the index key of the item at its edge. */
export interface TimelineEdge {
  readonly pk: string;
  readonly sk: string;
  /** The partition of the index: a timeline has items of several. */
  readonly conversation: string;
  readonly conversationSort: string;
}

/** An opaque text for a page's edge, safe in a URL. */
export function toCursor({ pk, sk, conversation, conversationSort }: TimelineEdge): string {
  return Buffer.from(JSON.stringify([pk, sk, conversation, conversationSort])).toString(
    'base64url',
  );
}

/** @throws {Error} for text that `toCursor` did not make; ask for the first page again then */
export function readCursor(cursor: string): TimelineEdge {
  const parts: unknown = parseJsonOrUndefined(Buffer.from(cursor, 'base64url').toString());
  if (isFourTexts(parts)) {
    const [pk, sk, conversation, conversationSort] = parts;
    return { pk, sk, conversation, conversationSort };
  }
  throw new Error('not a cursor of a timeline: ask for the first page again');
}

function isFourTexts(parts: unknown): parts is [string, string, string, string] {
  return (
    Array.isArray(parts) && parts.length === 4 && parts.every((part) => typeof part === 'string')
  );
}
