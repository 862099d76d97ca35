import type { Detail } from '../contract/index.ts';

/** Order in which events happened; the id decides between two of the same millisecond. */
export function byOccurrence({ metadata: a }: Detail, { metadata: b }: Detail): number {
  return compareText(a.occurredAt, b.occurredAt) || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
