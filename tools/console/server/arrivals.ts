import type { CallbackDetail, CallbacksPage, EventsPage, Following } from '../api.ts';

/**
 * Where the console learns of what arrives. Everything else it reads from the gateway's table and
 * buckets, in the same way for every gateway.
 */
export interface Arrivals {
  /**
   * Events after a sequence, in the order of arrival; without one, the newest.
   *
   * @param waitMs how long to wait for the first event when there is none yet
   */
  events(since: number | undefined, waitMs: number): Promise<EventsPage>;
  /** Callbacks after a sequence, refused ones too. */
  callbacks(since: number, waitMs: number): Promise<CallbacksPage>;
  /** @throws {CommandError} when the callback is no longer known */
  callback(sequence: number): Promise<CallbackDetail>;
  /** When the newest authentic callback of each provider arrived, as far as that is known. */
  lastCallbacks(): Promise<ReadonlyMap<string, string>>;
  /** What it takes to see events as they arrive; absent where nothing is needed. */
  readonly follower?: Follower | undefined;
}

/** Follows the events on a deployed bus, by resources that it creates and deletes again. */
export interface Follower {
  following(): Following;
  start(): void;
  /** Resolves when what was created is deleted, or is reported as left behind. */
  stop(): Promise<void>;
}
