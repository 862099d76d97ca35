import { describe, expect, it, vi } from 'vitest';
import { parseCallbackLines } from '../../../tools/console/server/callback-lines.ts';
import { createLoggedCallbacks } from '../../../tools/console/server/logged-callbacks.ts';
import type {
  LogLine,
  LogLines,
  LogPart,
} from '../../../tools/operator/aws/cloudwatch-log-lines.ts';

const startMs = Date.parse('2026-01-02T12:00:00.000Z');

function line(id: number, atMs: number, fields: object, stream = 'one'): LogLine {
  const timestamp = new Date(atMs).toISOString();
  const text = JSON.stringify({ timestamp, level: 'INFO', ...fields });
  return { id: String(id), atMs, stream, text };
}

/** What Lambda prints at the end of a call. */
function report(id: number, atMs: number, durationMs: number, stream = 'one'): LogLine {
  const record = { requestId: 'r', metrics: { durationMs } };
  return {
    id: String(id),
    atMs,
    stream,
    text: JSON.stringify({ type: 'platform.report', record }),
  };
}

const stored = {
  message: 'callback',
  provider: 'meta',
  id: 'event-1',
  received: 3,
  stored: 2,
  duplicate: 1,
};

describe('a line of a callback function', () => {
  it('says what became of a callback, and Lambda’s report after it how long it took', () => {
    const [row] = parseCallbackLines([
      report(3, startMs + 20, 18.4),
      line(1, startMs, stored),
      report(2, startMs + 10, 400, 'two'),
    ]);
    expect(row).toMatchObject({
      provider: 'meta',
      eventId: 'event-1',
      row: {
        outcome: 'stored',
        isRefused: false,
        what: 'meta',
        more: '2 stored, 1 duplicate · 18 ms',
      },
      fields: { durationMs: 18.4 },
    });
  });

  it.each([
    ['callback refused', { problem: 'unauthorized' }, 'refused', 'unauthorized'],
    ['callback not stored', { code: 'store_unavailable' }, 'not stored', 'store unavailable'],
    ['stray request', { problem: 'unauthorized' }, 'stray', 'unauthorized'],
  ])('of “%s” is one of a refusal', (message, fields, outcome, more) => {
    const [parsed] = parseCallbackLines([
      line(1, startMs, { message, provider: 'meta', ...fields }),
    ]);
    expect(parsed?.row).toMatchObject({ outcome, more, isRefused: true });
    expect(parsed?.eventId).toBeUndefined();
  });

  it('of a method that no callback has is labelled, and is not one of a refusal: doctor asks so', () => {
    const fields = { message: 'callback refused', provider: 'meta', problem: 'methodNotAllowed' };
    expect(parseCallbackLines([line(1, startMs, fields)])[0]?.row).toMatchObject({
      outcome: 'refused',
      isRefused: false,
      more: 'doctor has asked, or the method is wrong',
    });
  });

  it('is ignored when it says anything else', () => {
    const other = { id: '9', atMs: startMs, stream: 'one', text: 'START RequestId: 1' };
    const others = [line(1, startMs, { message: 'secret not read', provider: 'meta' }), other];
    expect(parseCallbackLines(others)).toEqual([]);
  });
});

describe('the callbacks of a log', () => {
  /** A log with lines, and the parts of it that are asked for. */
  function logOf(lines: LogLine[]) {
    const parts: LogPart[] = [];
    const read = async (_group: string, part: LogPart) => {
      parts.push(part);
      const found = lines.filter(({ atMs }) => atMs >= part.fromMs && atMs < part.toMs);
      return { lines: found, isCut: false };
    };
    return { parts, read };
  }

  const group = async () => 'logs';
  const minutesAgo = (minutes: number) => startMs - minutes * 60_000;

  it('are read back to the time that has enough of them, each part once', async () => {
    const log = logOf([line(1, minutesAgo(700), stored), line(2, minutesAgo(5), stored)]);
    const callbacks = createLoggedCallbacks(log, group, () => new Date(startMs));
    const page = await callbacks.after(0, 0);
    expect(page.callbacks.map(({ receivedAt }) => receivedAt)).toEqual(
      [700, 5].map((minutes) => new Date(minutesAgo(minutes)).toISOString()),
    );
    expect(page.note).toContain('The last 24 hours of the log group logs');
    const ends = log.parts.map(({ fromMs, toMs }) => [fromMs, toMs]);
    expect(ends).toEqual([
      [minutesAgo(15), startMs],
      [minutesAgo(60), minutesAgo(15)],
      [minutesAgo(360), minutesAgo(60)],
      [minutesAgo(1440), minutesAgo(360)],
    ]);
  });

  it('end where there are enough', async () => {
    const many = Array.from({ length: 100 }, (_, index) => line(index, minutesAgo(1), stored));
    const log = logOf(many);
    const page = await createLoggedCallbacks(log, group, () => new Date(startMs)).after(0, 0);
    expect(page.callbacks).toHaveLength(100);
    expect(log.parts).toHaveLength(1);
    expect(page.note).toContain('The last 15 minutes');
  });

  it('are continued with what is new, also with a line that CloudWatch shows late', async () => {
    let nowMs = startMs;
    const lines = [line(1, minutesAgo(1), stored)];
    const callbacks = createLoggedCallbacks(logOf(lines), group, () => new Date(nowMs));
    const { last } = await callbacks.after(0, 0);
    lines.push(line(2, startMs - 10_000, stored), line(3, startMs + 1000, stored));
    nowMs += 5000;
    const page = await callbacks.after(last, 0);
    expect(page.callbacks.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(callbacks.find(3).key).toBe('3');
    expect(() => callbacks.find(4)).toThrow('read the log');
  });

  it('are said to be incomplete once a later reading was cut', async () => {
    const whole = logOf([line(1, minutesAgo(1), stored)]);
    let isCut = false;
    const log: LogLines = {
      read: async (name, part) => ({ ...(await whole.read(name, part)), isCut }),
    };
    const callbacks = createLoggedCallbacks(log, group, () => new Date(startMs));
    expect((await callbacks.after(0, 0)).note).not.toContain('missing');
    isCut = true;
    await callbacks.after(0, 0);
    isCut = false;
    const { note } = await callbacks.after(0, 0);
    expect(note).toMatch(/^The last 24 hours of the log group logs\..* some are missing here\.$/);
    expect(note?.match(/missing/g)).toHaveLength(1);
  });

  it('are not waited for once the console ends', async () => {
    const ending = new AbortController();
    const log = logOf([]);
    const clock = () => new Date(startMs);
    const waiting = createLoggedCallbacks(log, group, clock, ending.signal).after(0, 25_000);
    await vi.waitFor(() => expect(log.parts.length).toBeGreaterThan(0));
    ending.abort();
    expect((await waiting).callbacks).toEqual([]);
  });

  it('keep the newest 500', async () => {
    const many = Array.from({ length: 700 }, (_, index) =>
      line(index, minutesAgo(1) + index, stored),
    );
    const callbacks = createLoggedCallbacks(logOf(many), group, () => new Date(startMs));
    const page = await callbacks.after(0, 0);
    expect(page.callbacks).toHaveLength(500);
    expect(page.callbacks.at(-1)?.sequence).toBe(700);
    expect((await callbacks.after(0, 0)).last).toBe(700);
  });

  it('are said to be missing when the stack has no log group', async () => {
    const callbacks = createLoggedCallbacks(
      logOf([]),
      async () => undefined,
      () => new Date(startMs),
    );
    await expect(callbacks.after(0, 0)).rejects.toThrow('no log group');
  });
});
