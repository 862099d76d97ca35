import { EventEmitter, once } from 'node:events';
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import type { EventEnvelope, LoggedEvent } from '../../emulator-client/event-log.ts';

/** All events on the stack's buses, in order. */
export interface EventLog {
  /** Sequence of the newest event; 0 when the log is empty. */
  readonly last: number;
  /**
   * Appends an event. Once this returns, the event survives the end of this process, even by SIGKILL.
   *
   * @throws {Error} when the disk is full; then the log has nothing of the event
   */
  append(bus: string, event: EventEnvelope): LoggedEvent;
  /** The lines of the events after a sequence, as JSON without line breaks, oldest first. */
  linesAfter(sequence: number, limit: number): readonly string[];
  /** Waits for an event after the sequence, or until the signal aborts. */
  waitAfter(sequence: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

const lineFeed = 0x0a;

/**
 * Writes bytes at a position of a file, or as many of them as there is room for.
 *
 * @returns how many bytes were written, at least one
 * @throws {Error} when none could be written
 */
type WriteAt = (descriptor: number, bytes: Uint8Array, position: number) => number;

const writeAt: WriteAt = (descriptor, bytes, position) =>
  writeSync(descriptor, bytes, 0, bytes.length, position);

/**
 * Opens the log, which has one line of JSON for each event, and drops the incomplete line of a killed
 * process or of a full disk.
 */
export function openEventLog(file: string, write = writeAt): EventLog {
  const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o666);
  const offsets = indexLines(descriptor);
  const appended = new EventEmitter().setMaxListeners(0);

  return {
    get last() {
      return offsets.length - 1;
    },
    append: (bus, event) => {
      const logged = { sequence: offsets.length, bus, event };
      const line = Buffer.from(`${JSON.stringify(logged)}\n`);
      const start = offsets.at(-1) ?? 0;
      // A full disk may take part of a line. The next event is written over it.
      for (let written = 0; written < line.length; ) {
        written += write(descriptor, line.subarray(written), start + written);
      }
      offsets.push(start + line.length);
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

/** The byte offsets of the ends of all lines, after a 0: entry n is the end of event n. */
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
