import type { TributaryEvent } from '../../../shared/contract/index.ts';

/** Keeps the newest events of many, by the time at which they happened, in memory for a few. */
export function createNewest(limit: number) {
  let kept: TributaryEvent[] = [];
  let matched = 0;
  const cut = () => {
    kept = kept.sort(byAge).slice(0, limit);
  };
  return {
    add(event: TributaryEvent): void {
      matched += 1;
      kept.push(event);
      if (kept.length >= 2 * limit + 100) cut();
    },
    /** The newest first, and how many there were. */
    result(): { readonly events: readonly TributaryEvent[]; readonly matched: number } {
      cut();
      return { events: kept, matched };
    },
  };
}

function byAge({ detail: one }: TributaryEvent, { detail: other }: TributaryEvent): number {
  const [a, b] = [one.metadata, other.metadata];
  return b.occurredAt.localeCompare(a.occurredAt) || b.id.localeCompare(a.id);
}
