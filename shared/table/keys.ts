/**
 * The table's key of an item: `pk` is the thing that the item is about (`partition-key.ts`), `sk` is what
 * happened to it (`sort-key.ts`). Each of these files writes its half of a key and parses it. `#` separates
 * the parts of a key (`key-parts.ts`); no key contains a line break.
 *
 * The key of an event record is also the identity of its event (`record-key.ts`): when a provider reports
 * the same thing again, the record has the same key.
 */
export interface RecordKey {
  readonly pk: string;
  readonly sk: string;
}

/** Key of the entry that an operator did something: `audit#<action>`, `<instant>`. */
export function auditKey(action: string, at: Date): RecordKey {
  return { pk: `audit#${action}`, sk: at.toISOString() };
}

/** A key as one text. */
export function toKeyText({ pk, sk }: RecordKey): string {
  return JSON.stringify([pk, sk]);
}
