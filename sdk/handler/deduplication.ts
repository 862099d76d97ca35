/**
 * Remembers which events were handled. EventBridge and SQS deliver at least once, and `metadata.id`
 * never changes. An implementation decides for how long it remembers.
 *
 * Guarantees: of several invocations with the same event, one at a time handles it, and none after it
 * was completed. Not guaranteed: if an invocation ends after its work and before `complete`, the event
 * is handled again.
 */
export interface Deduplication {
  /** @param id the event's `metadata.id` */
  claim(id: string): Promise<Claim>;
}

export type Claim =
  /** Handle the event, then call `complete` or `release`. */
  | {
      readonly outcome: 'claimed';
      /** Remembers the event as handled. */
      complete(): Promise<void>;
      /** Lets the next invocation handle it. */
      release(): Promise<void>;
    }
  /** The event was handled before: there is nothing to do. */
  | { readonly outcome: 'done' }
  /** Another invocation is handling the event. */
  | { readonly outcome: 'in_progress' };
