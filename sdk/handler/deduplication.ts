/**
 * Remembers which events were handled. EventBridge and SQS deliver at least once, and `metadata.id`
 * is the same for ever, so an implementation decides for how long it remembers.
 *
 * What is guaranteed: of several invocations with the same event, one at a time handles it, and none
 * after it was completed. What is not: an invocation that dies after its work and before `complete`
 * leaves the event to be handled again.
 */
export interface Deduplication {
  /** @param id the event's `metadata.id` */
  claim(id: string): Promise<Claim>;
}

export type Claim =
  /** Handle it, then call one of the two. */
  | {
      readonly outcome: 'claimed';
      /** Remembers the event as handled. */
      complete(): Promise<void>;
      /** Lets the next invocation handle it. */
      release(): Promise<void>;
    }
  /** It was handled: there is nothing to do. */
  | { readonly outcome: 'done' }
  /** Another invocation has it and is not finished. */
  | { readonly outcome: 'in_progress' };
