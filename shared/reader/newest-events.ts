import type { TributaryEvent } from '../contract/index.ts';

/** An event record as it lies in the table, with the sort key that says what it is. */
export interface StoredEvent {
  readonly pk: string;
  readonly sk: string;
  readonly event: TributaryEvent;
}

interface Reading {
  /** Name of the replay that read it; empty for the event record as it was told. */
  readonly run: string;
  readonly event: TributaryEvent;
}

/**
 * The event records that count, each once: as its last replay read it, else as it was told. What other provider events
 * said of it, and what contradicts it, is left out.
 *
 * Replays are in the order of their runs' names, which are the instants at which they began. A run
 * that somebody named in words comes after those. The mark `replayed` is taken off: it is about the
 * event that went out again, and not about the event record.
 */
export function newestEvents(records: readonly StoredEvent[]): readonly TributaryEvent[] {
  const readings = new Map<string, Reading>();
  for (const { pk, sk, event } of records) {
    if (/^(alternate|conflict)#/.test(sk)) continue;
    const [, run = '', replayed] = /^replay#([^#]*)#(.*)$/s.exec(sk) ?? [];
    const record = `${pk}\n${replayed ?? sk}`;
    const known = readings.get(record);
    if (known === undefined || known.run < run) readings.set(record, { run, event });
  }
  return [...readings.values()].map(({ event }) => withoutMark(event));
}

function withoutMark(event: TributaryEvent): TributaryEvent {
  const { replayed: _, ...metadata } = event.detail.metadata;
  return { ...event, detail: { ...event.detail, metadata } } as TributaryEvent;
}
