/** One thing that a callback tells, in words that do not come from the code under test. */
export interface Telling {
  /** What happened: `status incs wamid.1 read`. Told twice, it is still one event. */
  readonly subject: string;
  /** A text that is in this telling and in no other: it must be found wherever the telling is kept. */
  readonly marker: string;
}

/** How a callback must be answered in the end. */
export type Fate =
  /** Authentic JSON: acknowledged, as soon as nothing is in the way. */
  | 'acknowledged'
  /** Nothing of it may be found anywhere. */
  | 'refused';

/** A callback as a provider makes it, and sends it until it is answered. */
export interface Callback {
  readonly provider: string;
  readonly atMs: number;
  readonly method: string;
  readonly contentType: string;
  readonly body: string;
  readonly fate: Fate;
  /** What of it is not the provider's: the token, or what it proves beside the token. */
  readonly forged: 'nothing' | 'token' | 'proof';
  readonly tellings: readonly Telling[];
  /** Statuses of all answers that the provider got; 0 where it got none. */
  readonly responses: number[];
}

export function isAcknowledged({ responses }: Callback): boolean {
  return responses.some((status) => status >= 200 && status < 300);
}
