import { appendFileSync, readFileSync } from 'node:fs';
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

    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).event.id)).toEqual(['a', 'b']);
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
