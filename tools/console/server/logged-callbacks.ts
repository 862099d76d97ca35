import { setTimeout } from 'node:timers/promises';
import { CommandError } from '../../command-line/command-error.ts';
import type { LogLine, LogLines } from '../../operator/aws/cloudwatch-log-lines.ts';
import type { CallbackRow, CallbacksPage } from '../api.ts';
import { type LoggedLine, parseCallbackLines } from './callback-lines.ts';

/** The callbacks of a deployed gateway, as the log of its functions has them. */
export interface LoggedCallbacks {
  /** Those after a sequence, the oldest first. */
  after(since: number, waitMs: number): Promise<CallbacksPage>;
  /** @throws {CommandError} when newer ones have taken its place */
  find(sequence: number): LoggedLine & { readonly row: CallbackRow };
}

/** As many as the emulator keeps. */
const maxCallbacks = 500;

/** How far back the list begins: the first time that has enough callbacks. */
const hoursBack = [0.25, 1, 6, 24];
const enough = 100;

const hourMs = 3_600_000;
const pollMs = 5_000;

/** CloudWatch takes seconds to show a line: the newest minute is read again. */
const overlapMs = 60_000;

/** Once more callbacks arrived than one reading takes: what was not read is not read later either. */
const someMissing = ' Since then more arrived than one reading takes: some are missing here.';

/** Only JSON lines about a callback, and Lambda's report on how long it took. */
const filter =
  '{ ($.message = "callback*") || ($.message = "stray request") || ($.type = "platform.report") }';

/** @param signal ends what waits for callbacks */
export function createLoggedCallbacks(
  logs: LogLines,
  readGroup: () => Promise<string | undefined>,
  now: () => Date,
  signal?: AbortSignal,
): LoggedCallbacks {
  const found: (LoggedLine & { readonly row: CallbackRow })[] = [];
  const known = new Set<string>();
  let last = 0;
  let readToMs: number | undefined;
  let note = '';

  async function read(): Promise<void> {
    const group = await readGroup();
    if (group === undefined) throw new CommandError('the stack has no log group of callbacks');
    const toMs = now().getTime();
    if (readToMs !== undefined) {
      const part = await logs.read(group, { fromMs: readToMs - overlapMs, toMs, filter });
      if (part.isCut && !note.endsWith(someMissing)) note += someMissing;
      append(part.lines);
      readToMs = toMs;
      return;
    }
    const parts: LogLine[] = [];
    let untilMs = toMs;
    let isCut = false;
    for (const hours of hoursBack) {
      const fromMs = toMs - hours * hourMs;
      const part = await logs.read(group, { fromMs, toMs: untilMs, filter });
      parts.unshift(...part.lines);
      isCut ||= part.isCut;
      untilMs = fromMs;
      if (parseCallbackLines(parts).length >= enough) break;
    }
    note = describe(group, (toMs - untilMs) / hourMs, isCut);
    append(parts);
    readToMs = toMs;
  }

  function append(lines: readonly LogLine[]): void {
    for (const line of parseCallbackLines(lines)) {
      if (known.has(line.key)) continue;
      known.add(line.key);
      last += 1;
      found.push({ ...line, row: { sequence: last, ...line.row } });
    }
    for (const { key } of found.splice(0, Math.max(found.length - maxCallbacks, 0))) {
      // What has left the list long ago is in no part that is read again.
      if (known.size > 10 * maxCallbacks) known.delete(key);
    }
  }

  return {
    async after(since, waitMs) {
      const endMs = now().getTime() + waitMs;
      for (;;) {
        await read();
        if (last > since || now().getTime() + pollMs > endMs) break;
        await setTimeout(pollMs, undefined, { signal }).catch(() => undefined);
        if (signal?.aborted) break;
      }
      const rows = found.map(({ row }) => row).filter(({ sequence }) => sequence > since);
      return { callbacks: rows, last, note };
    },
    find(sequence) {
      const line = found.find(({ row }) => row.sequence === sequence);
      if (line !== undefined) return line;
      throw new CommandError('newer callbacks have taken the place of this one: read the log');
    },
  };
}

function describe(group: string, hours: number, isCut: boolean): string {
  const time = hours < 1 ? `${hours * 60} minutes` : hours === 1 ? 'hour' : `${hours} hours`;
  const part = isCut ? 'Some lines of the last' : 'The last';
  return `${part} ${time} of the log group ${group}. A log line has neither body nor headers.`;
}
