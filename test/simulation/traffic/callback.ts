/** One item of a callback, described without the code under test. */
export interface CallbackItem {
  /**
   * What happened, in the form of `subjects.ts`: `message.status.updated incs wamid.1 read`. Several
   * items with one subject are still one event.
   */
  readonly subject: string;
  /** A text that is in this item and in no other: where the item is stored, the text is found. */
  readonly marker: string;
  /** The contract has no event for the item: it is stored and not published. */
  readonly isUnmapped?: true;
  /** The item has neither an id nor a time: a retry on the next day is another event. */
  readonly mayRepeat?: true;
  /** It is about a user who is erased, in some runs while callbacks come in. */
  readonly isErased?: true;
  /** What is stored as the item's raw JSON. Absent: the whole body, byte for byte. */
  readonly raw?: RawJson;
}

/** The JSON of one item of a body with several items, in any order of its fields; or not known. */
export type RawJson = { readonly json: unknown } | 'unknown';

/** How the gateway must respond to a callback in the end. */
export type Fate =
  /** Authentic: acknowledged, unless faults prevent it. */
  | 'acknowledged'
  /** Authentic, and only the beginning of a body: stored, and never acknowledged. */
  | 'truncated'
  /** Refused: nothing of it may be stored or published. */
  | 'refused';

/** A callback, which its provider sends until it gets a response. */
export interface Callback {
  readonly provider: string;
  readonly atMs: number;
  readonly method: string;
  /** Absent: the body is JSON, which is sent in the format and with the content type of the provider. */
  readonly contentType?: string | undefined;
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
