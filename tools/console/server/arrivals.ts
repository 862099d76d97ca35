import type { CallbackPage, LoggedCallback } from '../../emulator-client/callback-log.ts';
import type { EventsPage } from '../api.ts';

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
  callbacks(since: number, waitMs: number): Promise<CallbackPage>;
  /** @throws {CommandError} when the callback is no longer known */
  callback(sequence: number): Promise<LoggedCallback>;
}
