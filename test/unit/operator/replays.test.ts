import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { toEventRecords } from '../../../functions/callback/to-event-records.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { writeStoredBody } from '../../../shared/payloads/stored-body.ts';
import { type BodyCodec, jsonCodec } from '../../../shared/provider/body-codec.ts';
import { formCodec } from '../../../shared/provider/form-codec.ts';
import { createGenericProvider } from '../../../shared/provider/generic-provider.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import type { EventRecord, StoredRecord } from '../../../shared/table/event-record.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import {
  createOutcomeCounter,
  describeRelease,
  describeReplay,
} from '../../../tools/operator/replay/count-outcomes.ts';
import { planRelease, planReplay } from '../../../tools/operator/replay/plan-replay.ts';
import { replayRecord } from '../../../tools/operator/replay/replay-record.ts';
import { textMessage } from '../../support/drafts.ts';
import { lineProvider } from '../../support/line-provider.ts';
import { createMemorySecretSource } from '../../support/memory-secret-source.ts';
import { createPorts, toRequest } from '../callback/callback-ports.ts';

const adapter = { provider: lineProvider, channels: {} };
const receipt = { provider: 'lines', receivedAt: '2026-01-02T03:04:07.000Z' };

/** The event records of a body when it was received. */
function received(text: string): readonly EventRecord[] {
  return toEventRecords({ text, headers: {} }, lineProvider, receipt, { channels: {} }).records;
}

function only(records: readonly EventRecord[]): EventRecord {
  const [record] = records;
  if (record === undefined || records.length > 1) throw new Error(`${records.length} records`);
  return record;
}

/** The same event record as an earlier version of the adapter would have made it. */
function asBefore({ key, event }: EventRecord): StoredRecord {
  const { metadata } = event.detail;
  const detail = { metadata: { ...metadata, providerEvent: 'old-name' }, data: event.detail.data };
  return { key, event: { ...event, detail } as TributaryEvent };
}

describe('the record of a replay', () => {
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
  it('publishes the event as today’s adapter reads it', () => {
    const record = only(received('{"lines":["a"]}'));
    const plan = planReplay(asBefore(record), record.raw, adapter, 'run');
    expect(plan.outcome).toBe('changed');
    expect(plan.records).toEqual([toReplayRecord(record, 'run')]);
    expect(planReplay(record, record.raw, adapter, 'run').outcome).toBe('same');
  });

  it('adds further events of its JSON as ordinary event records', () => {
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
    ['today’s adapter does not recognize it', '{"from":"tomorrow"}'],
  ])('publishes the event unchanged when %s', (_, raw) => {
    const record = asBefore(only(received('{"lines":["a"]}')));
    const plan = planReplay(record, raw, adapter, 'run');
    expect(plan.outcome).toBe('unreadable');
    expect(plan.records).toEqual([toReplayRecord(record, 'run')]);
  });
});

describe('the release of a quarantined item', () => {
  const quarantined = only(received('{"from":"tomorrow"}')) as EventRecord & {
    readonly event: TributaryEvent<'callback.quarantined'>;
  };

  it('gives ordinary event records with the time of their receipt', () => {
    const body = { body: '{"lines":["a","b"]}', headers: {} };
    const plan = planRelease(quarantined, body, adapter, 'run');
    expect(plan.outcome).toBe('recognized');
    expect(plan.records).toEqual(received('{"lines":["a","b"]}'));
  });

  it('quarantines the part that is unrecognized as an item of its own', () => {
    const body = { body: '{"lines":["a",7]}', headers: {} };
    const plan = planRelease(quarantined, body, adapter, 'run');
    expect(plan.outcome).toBe('recognized');
    expect(plan.records).toEqual(received('{"lines":["a",7]}'));
  });

  it('is recognized where a part is unmapped, or ignored, and the rest unrecognized', () => {
    const unmapped = { kind: 'unmapped', providerEvent: 'typing', raw: { typing: true } } as const;
    const ignored = { kind: 'ignored', providerEvent: 'typing', reason: 'it is typing' } as const;
    for (const part of [unmapped, ignored]) {
      const provider: ProviderAdapter = {
        ...lineProvider,
        normalize: (body, context) => [part, ...lineProvider.normalize(body, context)],
      };
      const body = { body: '{"lines":[7]}', headers: {} };
      const plan = planRelease(quarantined, body, { ...adapter, provider }, 'run');
      expect(plan).toMatchObject({ outcome: 'recognized', records: [{}] });
      expect(plan.unmapped).toHaveLength(part === unmapped ? 1 : 0);
    }
  });

  it('gives events of the connection by which it came', () => {
    const { metadata, data } = quarantined.event.detail;
    const detail = { metadata: { ...metadata, account: { connection: 'second' } }, data };
    const ofConnection = { ...quarantined, event: { ...quarantined.event, detail } };
    const body = { body: '{"lines":["a"]}', headers: {} };
    const [record] = planRelease(ofConnection, body, adapter, 'run').records;
    expect(record?.event.detail.metadata.account).toMatchObject({ connection: 'second' });
  });

  it('says why when nothing of it is recognized', () => {
    const body = { body: '{"lines":[7,8]}', headers: {} };
    const plan = planRelease(quarantined, body, adapter, 'run');
    expect(plan).toMatchObject({ outcome: 'unrecognized', unrecognized: { path: '$.lines[0]' } });
    expect(plan.records).toEqual([toReplayRecord(quarantined, 'run')]);
  });

  describe('that could not be decoded', () => {
    const form = {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: { text: 'lines=a&lines=b' },
    };

    it('gives ordinary event records once the adapter reads its format', () => {
      const provider = { ...lineProvider, codec: formCodec };
      const plan = planRelease(quarantined, form, { ...adapter, provider }, 'run');
      expect(plan.outcome).toBe('recognized');
      expect(plan.records).toEqual(received('{"lines":["a","b"]}'));
    });

    it('says why as long as the adapter does not', () => {
      const plan = planRelease(quarantined, form, adapter, 'run');
      expect(plan).toMatchObject({
        outcome: 'unrecognized',
        unrecognized: { reason: 'unsupported_media_type' },
      });
    });
  });
});

describe('the replay of a callback that no adapter has read', () => {
  const receivedFirst = async (body: Buffer, contentType: string, encoding = 'identity') => {
    const generic = createGenericProvider({ id: 'lines' });
    const { ports, stored } = createPorts({ secrets: createMemorySecretSource({ token }) });
    const headers = { 'content-type': contentType, 'content-encoding': encoding };
    await receiveCallback(toRequest({ token, body, headers }), generic, ports);
    return { generic, record: only(stored), channels: {} };
  };
  const token = 'the-token-of-the-provider';
  const form = Buffer.from('lines=a&lines=b');
  const formType = 'application/x-www-form-urlencoded';

  it('gives typed events once an adapter is registered under its id', async () => {
    const { record } = await receivedFirst(form, formType);
    const provider = { ...lineProvider, codec: formCodec };
    const plan = planReplay(record, record.raw, { provider, channels: {} }, 'run');
    expect(plan.outcome).toBe('recognized');
    expect(
      plan.records.map(({ key, event }) => [key.pk, event.detail.metadata.receivedAt]),
    ).toEqual(
      ['message#lines#line-a', 'message#lines#line-b'].map((pk) => [pk, receipt.receivedAt]),
    );
  });

  it('reads the bytes as they came, whatever they are', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0x80]);
    const { record } = await receivedFirst(bytes, 'application/x-lines', 'br');
    const codec: BodyCodec = {
      ...jsonCodec,
      decode: (body, headers) => {
        const said = [headers['content-type'] ?? '', headers['content-encoding'] ?? ''];
        return { json: { lines: [Buffer.from(body).toString('hex'), ...said] } };
      },
    };
    const provider = { ...lineProvider, codec };
    const { records } = planReplay(record, record.raw, { provider, channels: {} }, 'run');
    expect(records.map(({ key }) => key.pk)).toEqual([
      'message#lines#line-ff0080',
      'message#lines#line-application/x-lines',
      'message#lines#line-br',
    ]);
  });

  it('publishes it again unchanged when the adapter does not recognize it', async () => {
    const { record } = await receivedFirst(form, formType);
    const plan = planReplay(record, record.raw, adapter, 'run');
    expect(plan).toMatchObject({
      outcome: 'unrecognized',
      unrecognized: { reason: 'unsupported_media_type' },
    });
    expect(plan.records).toEqual([toReplayRecord(record, 'run')]);
  });

  it('publishes it again unchanged as long as there is no adapter', async () => {
    const { record, generic } = await receivedFirst(form, formType);
    const plan = planReplay(record, record.raw, { provider: generic, channels: {} }, 'run');
    expect(plan.outcome).toBe('same');
    expect(plan.records).toEqual([toReplayRecord(record, 'run')]);
  });
});

describe('carrying out a replay', () => {
  function createReplayPorts(payloads: Record<string, string> = {}) {
    const stored: EventRecord[] = [];
    const released: string[] = [];
    const order: string[] = [];
    return {
      stored,
      released,
      order,
      ports: {
        payloads: {
          put: async (key: string) => {
            order.push(`put ${key}`);
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
        releaseFromQuarantine: async ({ pk }: { readonly pk: string }) => {
          order.push('release');
          released.push(pk);
        },
      },
    };
  }

  function inQuarantine(record: EventRecord) {
    const { raw, payload } = record;
    return { ...record, raw: () => raw, payloadKey: payload?.key, isInQuarantine: true };
  }

  const settings = { run: 'run', isDryRun: false, onlyRecognized: false };
  const quarantined = inQuarantine(only(received('{"from":"tomorrow"}')));
  const inPayloadBucket = (body: string) => ({
    [quarantined.payloadKey ?? '']: writeStoredBody({ ...receipt, headers: {}, body }),
  });

  it('stores recognized events before it releases the record', async () => {
    const { ports, order } = createReplayPorts(inPayloadBucket('{"lines":["a"]}'));
    expect(await replayRecord(quarantined, settings, ports)).toEqual({
      outcome: 'recognized',
      records: 1,
    });
    expect(order).toEqual(['store message#lines#line-a', 'release']);
  });

  it('writes raw JSON that does not fit beside its event first', async () => {
    const body = JSON.stringify({ lines: ['a'], padding: 'x'.repeat(400_000) });
    const { ports, order } = createReplayPorts(inPayloadBucket(body));
    await replayRecord(quarantined, settings, ports);
    expect(order[0]).toMatch(/^put raw\/lines\//);
  });

  it('writes every unmapped item', async () => {
    const { ports, order } = createReplayPorts(inPayloadBucket('{}'));
    const provider: ProviderAdapter = {
      ...lineProvider,
      normalize: () =>
        ['one', 'two'].map((id) => ({ kind: 'unmapped', providerEvent: 'typing', raw: { id } })),
    };
    const adapterOf = async () => ({ ...(await ports.adapterOf()), provider });
    await replayRecord(quarantined, settings, { ...ports, adapterOf });
    expect(order.map((each) => each.slice(0, 12))).toEqual([
      'put unmapped',
      'put unmapped',
      'release',
    ]);
    expect(new Set(order).size).toBe(3);
  });

  it('leaves what cannot be read any more, or has content of an unknown kind, where only recognized items are wanted', async () => {
    const { ports, order } = createReplayPorts();
    const wanted = { ...settings, onlyRecognized: true };
    expect(await replayRecord(quarantined, wanted, ports)).toMatchObject({
      outcome: 'unreadable',
      records: 0,
    });
    const message = textMessage({ id: 'line-a' });
    const content = { kind: 'unknown', providerType: 'from_tomorrow' } as const;
    const provider: ProviderAdapter = {
      ...lineProvider,
      normalize: () => [
        {
          kind: 'event',
          draft: { ...message, data: { message: { ...message.data.message, content } } },
        },
      ],
    };
    const adapterOf = async () => ({ ...(await ports.adapterOf()), provider });
    const unknown = inQuarantine(only(received('{"lines":["a"]}')));
    expect(await replayRecord(unknown, wanted, { ...ports, adapterOf })).toMatchObject({
      outcome: 'unknown_kind',
      records: 0,
    });
    expect(order).toEqual([]);
  });

  it('writes nothing in a dry run', async () => {
    const { ports, order } = createReplayPorts(inPayloadBucket('{"lines":["a"]}'));
    const tried = await replayRecord(quarantined, { ...settings, isDryRun: true }, ports);
    expect(tried.records).toBe(1);
    expect(order).toEqual([]);
  });

  it('publishes an item that is still unrecognized again, unless only recognized ones are wanted', async () => {
    const { ports, stored, released } = createReplayPorts(inPayloadBucket('{"from":"tomorrow"}'));
    await replayRecord(quarantined, { ...settings, onlyRecognized: true }, ports);
    expect(stored).toEqual([]);
    await replayRecord(quarantined, settings, ports);
    expect(stored.map(({ event }) => event['detail-type'])).toEqual(['callback.quarantined']);
    expect(released).toEqual([]);
  });
});

describe('the summary of a replay', () => {
  const counter = createOutcomeCounter();
  counter.add({ outcome: 'same', records: 1 });
  counter.add({ outcome: 'unrecognized', records: 1 });
  counter.add({ outcome: 'unrecognized', records: 1 });

  it('says as what the event records are published again', () => {
    expect(describeReplay(counter.counts()).split('\n')).toEqual([
      '  1 unchanged: the adapter reads the raw JSON as before',
      '  2 unchanged: not recognized by the adapter',
    ]);
  });

  it('of the quarantine says what is not published', () => {
    expect(describeRelease(counter.counts())).toContain('2 not published: still unrecognized');
  });
});
