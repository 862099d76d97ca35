import { describe, expect, it } from 'vitest';
import { toEventRecords } from '../../../functions/callback/to-event-records.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { planRelease, planReplay } from '../../../tools/operator/replay/plan-replay.ts';
import {
  type ReplayableRecord,
  replayRecord,
} from '../../../tools/operator/replay/replay-record.ts';
import { lineProvider } from '../../support/line-provider.ts';

const adapter = { provider: lineProvider, channels: {} };
const receipt = { provider: 'lines', receivedAt: '2026-01-02T03:04:07.000Z' };

/** The event records of a body when it came. */
function received(text: string): readonly EventRecord[] {
  return toEventRecords({ text, headers: {} }, lineProvider, receipt, { channels: {} }).records;
}

function only(records: readonly EventRecord[]): EventRecord {
  const [record] = records;
  if (record === undefined || records.length > 1) throw new Error(`${records.length} records`);
  return record;
}

/** The same event record as an earlier version of the code would have told it. */
function toldOtherwise({ key, event }: EventRecord): Pick<EventRecord, 'key' | 'event'> {
  const { metadata } = event.detail;
  const detail = { metadata: { ...metadata, providerEvent: 'old-name' }, data: event.detail.data };
  return { key, event: { ...event, detail } as TributaryEvent };
}

describe('sealing a replay', () => {
  it('keeps the id, marks the event and stays out of the indexes', () => {
    const original = only(received('{"lines":["a"]}'));
    const replay = toReplayRecord(original, 'run');
    expect(replay.key).toEqual({ pk: original.key.pk, sk: 'replay#run#message' });
    expect(replay.event.detail.metadata).toEqual({
      ...original.event.detail.metadata,
      replayed: true,
    });
    expect(replay).not.toHaveProperty('conversation');
    expect(replay).not.toHaveProperty('raw');
  });
});

describe('the replay of an event record', () => {
  it('goes out as today’s code reads it', () => {
    const record = only(received('{"lines":["a"]}'));
    const plan = planReplay(toldOtherwise(record), record.raw, adapter, 'run');
    expect(plan.reading).toBe('changed');
    expect(plan.records).toEqual([toReplayRecord(record, 'run')]);
    expect(planReplay(record, record.raw, adapter, 'run').reading).toBe('same');
  });

  it('adds what its JSON says besides, as an ordinary event record', () => {
    const [first, second] = received('{"lines":["a","b"]}');
    if (first === undefined || second === undefined)
      throw new Error('two event records are needed');
    const { records } = planReplay(first, '{"lines":["a","b"]}', adapter, 'run');
    expect(records.map(({ key }) => key)).toEqual([
      { pk: first.key.pk, sk: 'replay#run#message' },
      second.key,
    ]);
  });

  it.each([
    ['there is no raw JSON', undefined],
    ['today’s code does not understand it', '{"from":"tomorrow"}'],
  ])('goes out as it was told when %s', (_, raw) => {
    const record = toldOtherwise(only(received('{"lines":["a"]}')));
    const plan = planReplay(record, raw, adapter, 'run');
    expect(plan.reading).toBe('as_told');
    expect(plan.records).toEqual([toReplayRecord(record, 'run')]);
  });
});

describe('the release of a quarantined item', () => {
  const quarantined = only(received('{"from":"tomorrow"}')) as EventRecord & {
    readonly event: TributaryEvent<'callback.quarantined'>;
  };

  it('gives ordinary event records with the time of their receipt when all of it is understood', () => {
    const body = { body: '{"lines":["a","b"]}', headers: {} };
    const plan = planRelease(quarantined, body, adapter, 'run');
    expect(plan.reading).toBe('understood');
    expect(plan.records).toEqual(received('{"lines":["a","b"]}'));
  });

  it('says why when a part of it is not understood', () => {
    const body = { body: '{"lines":["a",7]}', headers: {} };
    const plan = planRelease(quarantined, body, adapter, 'run');
    expect(plan).toMatchObject({ reading: 'not_understood', unrecognized: { path: '$.lines[1]' } });
  });
});

describe('carrying out a replay', () => {
  function createPorts(payloads: Record<string, string> = {}) {
    const stored: EventRecord[] = [];
    const unlisted: string[] = [];
    const order: string[] = [];
    return {
      stored,
      unlisted,
      order,
      ports: {
        payloads: {
          keep: async (key: string) => {
            order.push(`keep ${key}`);
          },
          read: async (key: string) => payloads[key],
        },
        adapterOf: async () => ({
          ...adapter,
          records: {
            store: async (record: EventRecord) => {
              order.push(`store ${record.key.pk}`);
              stored.push(record);
              return 'stored' as const;
            },
          },
        }),
        unlist: async ({ pk }: { readonly pk: string }) => {
          order.push('unlist');
          unlisted.push(pk);
        },
      },
    };
  }

  function inTable(record: EventRecord, isListed: boolean): ReplayableRecord {
    return { ...record, raw: () => record.raw, payloadKey: record.payload?.key, isListed };
  }

  const settings = { run: 'run', isDryRun: false, onlyUnderstood: false };
  const quarantined = inTable(only(received('{"from":"tomorrow"}')), true);
  const inPayloadBucket = (body: string) => ({
    [quarantined.payloadKey ?? '']: JSON.stringify({ body }),
  });

  it('stores what is understood before it leaves the list', async () => {
    const { ports, order } = createPorts(inPayloadBucket('{"lines":["a"]}'));
    expect(await replayRecord(quarantined, settings, ports)).toEqual({
      reading: 'understood',
      records: 1,
    });
    expect(order).toEqual(['store message#lines#line-a', 'unlist']);
  });

  it('writes raw JSON that does not fit beside its event first', async () => {
    const body = JSON.stringify({ lines: ['a'], padding: 'x'.repeat(400_000) });
    const { ports, order } = createPorts(inPayloadBucket(body));
    await replayRecord(quarantined, settings, ports);
    expect(order[0]).toMatch(/^keep raw\/lines\//);
  });

  it('writes nothing when it is only tried', async () => {
    const { ports, order } = createPorts(inPayloadBucket('{"lines":["a"]}'));
    const tried = await replayRecord(quarantined, { ...settings, isDryRun: true }, ports);
    expect(tried.records).toBe(1);
    expect(order).toEqual([]);
  });

  it('tells again what is still not understood, unless only the understood is wanted', async () => {
    const { ports, stored, unlisted } = createPorts(inPayloadBucket('{"from":"tomorrow"}'));
    await replayRecord(quarantined, { ...settings, onlyUnderstood: true }, ports);
    expect(stored).toEqual([]);
    await replayRecord(quarantined, settings, ports);
    expect(stored.map(({ event }) => event['detail-type'])).toEqual(['callback.quarantined']);
    expect(unlisted).toEqual([]);
  });
});
