/** One item of a callback, described without the code under test. */
export interface CallbackItem {
  /** What happened: `status incs wamid.1 read`. Several items with one subject are still one event. */
  readonly subject: string;
  /** A text that is in this item and in no other: where the item is stored, the text is found. */
  readonly marker: string;
}

/** How the gateway must respond to a callback in the end. */
export type Fate =
  /** Authentic JSON: acknowledged, unless faults prevent it. */
  | 'acknowledged'
  /** Refused: nothing of it may be stored or published. */
  | 'refused';

/** A callback, which its provider sends until it gets a response. */
export interface Callback {
  readonly provider: string;
  readonly atMs: number;
  readonly method: string;
  readonly contentType: string;
  readonly body: string;
  readonly fate: Fate;
  /** What is forged: the token, or the signature or headers that prove the origin as well. */
  readonly forged: 'nothing' | 'token' | 'proof';
  readonly items: readonly CallbackItem[];
  /** Statuses of all responses that the provider got; 0 for an attempt without a response. */
  readonly responses: number[];
}

export function isAcknowledged({ responses }: Callback): boolean {
  return responses.some((status) => status >= 200 && status < 300);
}
