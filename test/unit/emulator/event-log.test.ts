import { appendFileSync, readFileSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openEventLog } from '../../../tools/emulator/event-bridge/event-log.ts';
import type { EventEnvelope } from '../../../tools/emulator-client/event-log.ts';
import { temporaryDirectory } from './temporary-directory.ts';

function event(name: string): EventEnvelope {
  return {
    version: '0',
    id: name,
    'detail-type': 'test',
    source: 'tributary.test',
    account: '000000000000',
    time: '2026-11-21T10:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: { name },
  };
}

function idsIn(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line).event.id);
}

/** Writes as the system does: a piece of what it is given, and nothing when the disk is full. */
function createDisk() {
  const disk = {
    pieceBytes: Number.POSITIVE_INFINITY,
    freeBytes: Number.POSITIVE_INFINITY,
    write: (descriptor: number, bytes: Uint8Array, position: number): number => {
      const length = Math.min(bytes.length, disk.pieceBytes, disk.freeBytes);
      if (length === 0) throw new Error('ENOSPC: no space left on device, write');
      disk.freeBytes -= length;
      return writeSync(descriptor, bytes, 0, length, position);
    },
  };
  return disk;
}

describe('the event log', () => {
  it('numbers events from 1 and returns those after a sequence', () => {
    const log = openEventLog(temporaryDirectory()('events.jsonl'));
    for (const name of ['a', 'b', 'ü', 'd']) log.append('bus', event(name));

    expect(log.last).toBe(4);
    expect(log.linesAfter(1, 2).map((line) => JSON.parse(line))).toEqual([
      { sequence: 2, bus: 'bus', event: event('b') },
      { sequence: 3, bus: 'bus', event: event('ü') },
    ]);
    expect(log.linesAfter(4, 10)).toEqual([]);
    log.close();
  });

  it('continues after the events of an earlier process', () => {
    const file = temporaryDirectory()('events.jsonl');
    const earlier = openEventLog(file);
    earlier.append('bus', event('a'));
    earlier.close();

    const log = openEventLog(file);
    expect(log.append('bus', event('b')).sequence).toBe(2);
    expect(log.linesAfter(0, 10)).toHaveLength(2);
    log.close();
  });

  it('drops the incomplete event of a killed process', () => {
    const file = temporaryDirectory()('events.jsonl');
    const earlier = openEventLog(file);
    earlier.append('bus', event('a'));
    earlier.close();
    appendFileSync(file, '{"sequence":2,"bus":"bus","event":{"ver');

    const log = openEventLog(file);
    log.append('bus', event('b'));
    log.close();

    expect(idsIn(file)).toEqual(['a', 'b']);
  });

  it('has all of an event that the system writes in pieces', () => {
    const file = temporaryDirectory()('events.jsonl');
    const disk = createDisk();
    const log = openEventLog(file, disk.write);
    disk.pieceBytes = 7;
    log.append('bus', event('a'));
    log.append('bus', event('ü'.repeat(20)));
    log.close();

    expect(idsIn(file)).toEqual(['a', 'ü'.repeat(20)]);
  });

  it('has nothing of an event for which the disk is full, and continues when it is not', () => {
    const file = temporaryDirectory()('events.jsonl');
    const disk = createDisk();
    const log = openEventLog(file, disk.write);
    log.append('bus', event('a'));
    for (const freeBytes of [100, 0, 30]) {
      disk.freeBytes = freeBytes;
      expect(() => log.append('bus', event('b'))).toThrow('ENOSPC');
      expect(log.last).toBe(1);
      expect(log.linesAfter(0, 10)).toHaveLength(1);
    }
    disk.freeBytes = Number.POSITIVE_INFINITY;
    expect(log.append('bus', event('c')).sequence).toBe(2);
    expect(log.linesAfter(1, 10).map((line) => JSON.parse(line).event.id)).toEqual(['c']);
    log.close();

    expect(idsIn(file)).toEqual(['a', 'c']);
  });

  it('drops what a full disk left of an event when it is opened again', () => {
    const file = temporaryDirectory()('events.jsonl');
    const disk = createDisk();
    const earlier = openEventLog(file, disk.write);
    earlier.append('bus', event('a'));
    disk.freeBytes = 1_000;
    expect(() => earlier.append('bus', event('long'.repeat(1_000)))).toThrow('ENOSPC');
    disk.freeBytes = Number.POSITIVE_INFINITY;
    earlier.append('bus', event('b'));
    earlier.close();

    const log = openEventLog(file);
    expect(log.append('bus', event('c')).sequence).toBe(3);
    log.close();
    expect(idsIn(file)).toEqual(['a', 'b', 'c']);
  });

  it('resolves a wait when an event arrives', async () => {
    const log = openEventLog(temporaryDirectory()('events.jsonl'));
    const waiting = log.waitAfter(0, new AbortController().signal);

    log.append('bus', event('a'));

    await expect(waiting).resolves.toBeUndefined();
    log.close();
  });

  it('stops waiting at the signal', async () => {
    const log = openEventLog(temporaryDirectory()('events.jsonl'));
    const stopping = new AbortController();
    const waiting = log.waitAfter(0, stopping.signal);

    stopping.abort();

    await expect(waiting).resolves.toBeUndefined();
    log.close();
  });
});
