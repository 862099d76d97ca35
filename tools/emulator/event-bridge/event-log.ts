import { EventEmitter, once } from 'node:events';
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { EventEnvelope, LoggedEvent } from '../../emulator-client/event-log.ts';

/** All events that were put on the stack's buses, in order. */
export type EventLog = {
  /** Sequence of the newest event; 0 when there is none. */
  readonly last: number;
  /** Appends an event; it survives the end of this process, even by SIGKILL, once this returns. */
  append(bus: string, event: EventEnvelope): LoggedEvent;
  /** The lines (JSON, without line breaks) of the events after a sequence, oldest first. */
  linesAfter(sequence: number, limit: number): readonly string[];
  /** Waits until there is an event after the sequence, or the signal aborts. */
  waitAfter(sequence: number, signal: AbortSignal): Promise<void>;
  close(): void;
};

const lineFeed = 0x0a;

/** Opens the log, one JSON line an event, and drops what a killed process left half written. */
export function openEventLog(file: string): EventLog {
  const descriptor = openSync(file, 'a+');
  const offsets = indexLines(descriptor);
  const appended = new EventEmitter().setMaxListeners(0);

  return {
    get last() {
      return offsets.length - 1;
    },
    append: (bus, event) => {
      const logged = { sequence: offsets.length, bus, event };
      const written = writeSync(descriptor, `${JSON.stringify(logged)}\n`);
      offsets.push((offsets.at(-1) ?? 0) + written);
      appended.emit('event');
      return logged;
    },
    linesAfter: (sequence, limit) => {
      const first = Math.min(Math.max(sequence, 0), offsets.length - 1);
      const start = offsets[first] ?? 0;
      const end = offsets[Math.min(first + limit, offsets.length - 1)] ?? start;
      if (end === start) return [];
      const lines = Buffer.alloc(end - start);
      readSync(descriptor, lines, 0, lines.length, start);
      return lines.toString().trimEnd().split('\n');
    },
    waitAfter: async (sequence, signal) => {
      while (offsets.length - 1 <= sequence && !signal.aborted) {
        await once(appended, 'event', { signal }).catch(() => undefined);
      }
    },
    close: () => closeSync(descriptor),
  };
}

/** Byte offsets of the ends of all lines, beginning with 0: entry n is the end of event n. */
function indexLines(descriptor: number): number[] {
  const offsets = [0];
  const chunk = Buffer.alloc(1024 * 1024);
  const { size } = fstatSync(descriptor);
  for (let position = 0; position < size; ) {
    const length = readSync(descriptor, chunk, 0, chunk.length, position);
    for (
      let at = chunk.indexOf(lineFeed);
      at >= 0 && at < length;
      at = chunk.indexOf(lineFeed, at + 1)
    ) {
      offsets.push(position + at + 1);
    }
    position += length;
  }
  ftruncateSync(descriptor, offsets.at(-1) ?? 0);
  return offsets;
}
