import { parseJsonOrUndefined } from '../json.ts';

/** Where a page of a timeline ends: the index key of the item at its edge. */
export interface TimelineEdge {
  readonly pk: string;
  readonly sk: string;
  readonly conversationSort: string;
}

/** An opaque text for a page's edge, safe in a URL. */
export function toCursor({ pk, sk, conversationSort }: TimelineEdge): string {
  return Buffer.from(JSON.stringify([pk, sk, conversationSort])).toString('base64url');
}

/** @throws {Error} for text that `toCursor` did not make; ask for the first page again then */
export function readCursor(cursor: string): TimelineEdge {
  const parts = parseJsonOrUndefined(Buffer.from(cursor, 'base64url').toString());
  const [pk, sk, conversationSort]: unknown[] = Array.isArray(parts) ? parts : [];
  if (typeof pk === 'string' && typeof sk === 'string' && typeof conversationSort === 'string') {
    return { pk, sk, conversationSort };
  }
  throw new Error('not a cursor of a timeline: ask for the first page again');
}
