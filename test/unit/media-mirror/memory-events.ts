import type { FactStore } from '../../../functions/callback/ports.ts';
import type { MediaHistory, MediaRecord } from '../../../functions/media-mirror/ports.ts';
import { eventDefinitions, type TributaryEvent } from '../../../shared/contract/index.ts';
import { compareFacts } from '../../../shared/table/compare-records.ts';
import type { Fact } from '../../../shared/table/event-record.ts';

/** A table of facts in memory. What is stored must be an event of the contract. */
export function createMemoryFacts() {
  const facts = new Map<string, Fact>();
  const store: FactStore = {
    store: async (fact) => {
      const { event } = fact;
      eventDefinitions[event['detail-type']].detail.parse(event.detail);
      const key = `${fact.key.pk} ${fact.key.sk}`;
      const existing = facts.get(key);
      if (existing) return compareFacts({ detail: existing.event.detail, raw: existing.raw }, fact);
      facts.set(key, fact);
      return 'stored';
    },
  };
  const history: MediaHistory = {
    read: async (partition) =>
      [...facts.values()]
        .filter((fact) => fact.key.pk === partition)
        .flatMap(({ event }) => toRecord(event)),
  };
  return {
    ...store,
    ...history,
    /** Sort keys of the facts, in the order in which they were stored. */
    sortKeys: () => [...facts.values()].map((fact) => fact.key.sk),
    events: () => [...facts.values()].map((fact) => fact.event),
  };
}

function toRecord(event: TributaryEvent): readonly MediaRecord[] {
  if (event['detail-type'] === 'media.stored') {
    return [{ index: event.detail.data.media.index, outcome: 'stored' }];
  }
  if (event['detail-type'] !== 'media.failed') return [];
  const { media, attempt, retryable } = event.detail.data;
  return [{ index: media.index, outcome: 'failed', attempt, retryable }];
}
