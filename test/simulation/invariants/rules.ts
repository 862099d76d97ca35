/** What must hold in every run, in few words. */
export const rules = [
  'responses: documented',
  'refused: never acknowledged',
  'refused: not stored',
  'refused: not published',
  'truncated: never acknowledged',
  'truncated: stored',
  'authentic: never refused',
  'calm: no failure',
  'calm: on the bus once',
  'acknowledged: in the table once',
  'acknowledged: its raw JSON is behind the pointer of a record',
  'acknowledged: on the bus',
  'unmapped: in the payload bucket, in full',
  'in the table: raw JSON of the event, behind its own pointer',
  'in the table: within the quotas of DynamoDB',
  'in the table: never overwritten',
  'in the table: on the bus',
  'in the table: expires as configured',
  'in the table: not later than a day after receipt',
  'on the bus: the bytes of the table',
  'on the bus: in the table',
  'one message: published in the order written',
  'dead letter: in full in the payload bucket',
  'dead letter: in full in the queue',
  'not an event: in full in the payload bucket',
  'state: the furthest status',
  'state: found by the second id',
  'state: found by every name',
  'conversation: whole, by every name',
  'conversation: only its own messages',
  'conversation: said to belong to the strongest name',
  'conversation: listed on the day of each message',
  'state: found by the text of the owner',
  'ordered: by the time of events, or marked as late',
  'ordered: one at a time in a conversation',
  'ordered: late only after the window',
  'ordered: each event at least once',
  'media: has an outcome',
  'media: the outcome is on the bus',
  'media: failed for its reason',
  'media: reported once',
  'media: the right bytes',
  'media: the hash of its bytes',
  'media: says whether the hash is right',
  'replayed: on the bus, as it was stored',
  'erased: nothing of the user is left',
  'erased: nothing of others is touched',
  'expired: deleted from the table',
  'expired: not published again',
] as const;

export type Rule = (typeof rules)[number];

/** A broken rule. */
export interface Violation {
  readonly rule: Rule;
  /** What breaks it. */
  readonly what: string;
}

/** Applies the rules to one run, and counts how often each had something to check. */
export class Ledger {
  readonly checks = new Map<Rule, number>();
  readonly violations: Violation[] = [];

  /** @param what is called only for a violation */
  check(rule: Rule, holds: boolean, what: () => string): void {
    this.checks.set(rule, (this.checks.get(rule) ?? 0) + 1);
    if (!holds) this.violations.push({ rule, what: what() });
  }
}
