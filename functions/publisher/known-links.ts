import {
  type Clock,
  type ClockReading,
  elapsedMsSince,
  readClock,
} from '../../shared/runtime/clock.ts';

/** The links, and other items, that an execution environment remembers: some 10 MB. */
const maxLinks = 50_000;

/**
 * For how long, by either clock. An operator may erase a person, and then a message shows the link again: it
 * must be stored again before long.
 */
const maxAgeMs = 60 * 60 * 1000;

/**
 * The links of which it is known that the table has them, so that a known link costs no call; and items that
 * many events need, by `toKeyText`.
 */
export interface KnownLinks {
  has(link: string): boolean;
  add(link: string): void;
}

export function createKnownLinks(clock: Clock): KnownLinks {
  const since = new Map<string, ClockReading>();
  return {
    has(link) {
      const addedAt = since.get(link);
      return addedAt !== undefined && elapsedMsSince(addedAt, clock) < maxAgeMs;
    },
    add(link) {
      since.delete(link);
      since.set(link, readClock(clock));
      for (const oldest of since.keys()) {
        if (since.size <= maxLinks) return;
        since.delete(oldest);
      }
    },
  };
}
