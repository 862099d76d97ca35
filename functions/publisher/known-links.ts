/** The links, and other items, that an execution environment remembers: some 10 MB. */
const maxLinks = 50_000;

/**
 * For how long. An operator may erase a person, and then a message shows the link again: it must be stored
 * again before long.
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

/** @param nowMs milliseconds since 1970 */
export function createKnownLinks(nowMs: () => number): KnownLinks {
  const until = new Map<string, number>();
  return {
    has: (link) => (until.get(link) ?? 0) > nowMs(),
    add(link) {
      until.delete(link);
      until.set(link, nowMs() + maxAgeMs);
      for (const oldest of until.keys()) {
        if (until.size <= maxLinks) return;
        until.delete(oldest);
      }
    },
  };
}
