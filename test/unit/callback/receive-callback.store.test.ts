import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { CallbackEventStore, StoreOutcome } from '../../../shared/table/event-store.ts';
import { TributaryError } from '../../../shared/tributary-error.ts';
import { readFixtures } from '../../../tools/dev/fixtures.ts';
import { lineProvider } from '../../support/line-provider.ts';
import { toEventStore } from '../../support/memory-event-store.ts';
import { createPorts, toRequest } from './callback-ports.ts';

const outage = new TributaryError('store_unavailable', 'down', { retryable: true });

/** A fixture of INCS about the same message as the others, with a text that the table cannot hold. */
function readLargeReport(fixture: string, letter: string): string {
  const payload = readFixtures('incs').find(({ name }) => name === fixture)?.payload ?? '';
  return JSON.stringify(JSON.parse(payload))
    .replace(/wamid\.[A-Za-z0-9]+/, 'wamid.HBgMNDQ3NzAwOTAwMTIz')
    .replace(/"(body|content)":"[^"]*"/, `"$1":"${letter.repeat(200_000)}"`);
}

describe('an authentic callback', () => {
  it('gets the response of the manifest when its event is stored', async () => {
    const { ports, stored } = createPorts();
    const response = await receiveCallback(toRequest(), lineProvider, ports);
    expect(response).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":true}',
    });
    expect(stored.map(({ key }) => key)).toEqual([
      { pk: 'message#lines#line-Hello', sk: 'message' },
    ]);
  });

  it('gets a 503 when one of its events could not be stored', async () => {
    let calls = 0;
    const store = async (): Promise<StoreOutcome> => {
      calls += 1;
      if (calls === 2) throw outage;
      return 'stored';
    };
    const { ports } = createPorts({ records: toEventStore(store) });
    const request = toRequest({ text: '{"lines":["a","b","c"]}' });
    const response = await receiveCallback(request, lineProvider, ports);
    expect(response.status).toBe(503);
    expect(calls).toBe(3);
  });

  it('is stored as far as possible while the table refuses some of its events', async () => {
    const refused = new Set(Array.from({ length: 60 }, (_, at) => `message#lines#line-${at}`));
    const created: string[] = [];
    const store = async ({ key }: EventRecord): Promise<StoreOutcome> => {
      if (refused.has(key.pk)) throw outage;
      created.push(key.pk);
      return 'stored';
    };
    const { ports } = createPorts({ records: toEventStore(store) });
    const text = JSON.stringify({ lines: Array.from({ length: 100 }, (_, at) => `${at}`) });
    expect((await receiveCallback(toRequest({ text }), lineProvider, ports)).status).toBe(503);
    expect(created).toHaveLength(40);
  });

  it('with a thousand items never has more writes at the same time than the client has sockets', async () => {
    let running = 0;
    let most = 0;
    const store = async (): Promise<StoreOutcome> => {
      running += 1;
      most = Math.max(most, running);
      await setImmediate();
      running -= 1;
      return 'stored';
    };
    const { ports, lines } = createPorts({ records: toEventStore(store) });
    const text = JSON.stringify({ lines: Array.from({ length: 1_000 }, (_, at) => `${at}`) });
    expect((await receiveCallback(toRequest({ text }), lineProvider, ports)).status).toBe(200);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ received: 1_000, stored: 1_000 });
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThan(50);
  });

  it('with a thousand unreadable items puts some payloads at a time, also when the store takes all at once', async () => {
    let running = 0;
    let most = 0;
    const put = async () => {
      running += 1;
      most = Math.max(most, running);
      await setImmediate();
      running -= 1;
    };
    const records: CallbackEventStore = {
      ...toEventStore(async () => 'stored'),
      storeMany: async (all, putPayload) => {
        await Promise.all(all.map(({ payload }) => payload && putPayload(payload)));
        return new Map(all.map((record) => [record, 'stored']));
      },
    };
    const { ports } = createPorts({ records, payloads: { put } });
    const text = JSON.stringify({ lines: Array.from({ length: 1_000 }, (_, at) => at) });
    expect((await receiveCallback(toRequest({ text }), lineProvider, ports)).status).toBe(200);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThan(50);
  });

  it.each([
    [false, 'down'],
    [
      true,
      expect.stringMatching(/^the time of a callback was over with 2 of its 4 items not stored/),
    ],
  ])(
    'says what failed, and after its deadline (%s) how much is missing',
    async (isOver, advice) => {
      const controller = new AbortController();
      let calls = 0;
      const store = async (): Promise<StoreOutcome> => {
        calls += 1;
        if (calls === 1) return 'stored';
        if (isOver) controller.abort();
        throw outage;
      };
      const { ports, lines } = createPorts({ records: toEventStore(store) });
      const normalize: ProviderAdapter['normalize'] = (...args) => [
        ...lineProvider.normalize(...args),
        { kind: 'unmapped', providerEvent: 'notes' },
      ];
      const request = toRequest({ text: '{"lines":["a","b","c"]}' });
      await receiveCallback(request, { ...lineProvider, normalize }, ports, controller.signal);
      const line = JSON.parse(lines.at(-1) ?? '');
      expect(line).toMatchObject({ code: 'store_unavailable', advice });
    },
  );

  it('stores of many unreadable items only what is missing when it is sent again', async () => {
    const { records, payloads } = createPorts();
    const put: string[] = [];
    let left = 300;
    const failing = {
      put: async (key: string, json: string) => {
        if (left === 0) throw outage;
        left -= 1;
        put.push(key);
        await payloads.put(key, json);
      },
    };
    const { ports } = createPorts({ records, payloads: failing });
    const lines = Array.from({ length: 1_000 }, (_, at) => at);
    const request = toRequest({ text: JSON.stringify({ lines }) });
    const statuses: number[] = [];
    while (statuses.at(-1) !== 200 && statuses.length < 9) {
      left = 300;
      statuses.push((await receiveCallback(request, lineProvider, ports)).status);
    }
    expect(statuses).toEqual([503, 503, 503, 200]);
    expect(put).toHaveLength(1_000);
    expect(records.records()).toHaveLength(1_000);
  });

  it('puts the payload of items that say the same once', async () => {
    const put: string[] = [];
    const payloads = { put: async (key: string) => void put.push(key) };
    const { ports } = createPorts({ payloads });
    const request = toRequest({ text: '{"lines":[1,2,1,1]}' });
    expect((await receiveCallback(request, lineProvider, ports)).status).toBe(200);
    expect(put).toHaveLength(2);
  });

  it('gets a 503 when the payload of a quarantined item could not be stored', async () => {
    const { ports, stored, payloads } = createPorts();
    payloads.isDown = true;
    const response = await receiveCallback(toRequest({ text: '{}' }), lineProvider, ports);
    expect(response.status).toBe(503);
    expect(stored).toEqual([]);
  });

  it('has its raw JSON in the payload bucket when that does not fit beside the event', async () => {
    const { ports, stored, payload } = createPorts();
    const text = JSON.stringify({ lines: ['a'], padding: 'x'.repeat(400_000) });
    await receiveCallback(toRequest({ text }), lineProvider, ports);
    expect(payload.get(stored[0]?.payload?.key ?? '')).toBe(text);
    expect(stored[0]?.raw).toBeUndefined();
  });

  it('has its own raw JSON behind every record, whatever is reported of the message later', async () => {
    const { ports, records, payload } = createPorts();
    const adapter = await loadProvider('incs');
    const sent = [
      readLargeReport('new_message.whatsapp-text', 'A'),
      readLargeReport('new_message.whatsapp-text', 'B'),
      readLargeReport('message_created.101-text-inbound', 'C'),
    ];
    for (const text of sent) {
      expect((await receiveCallback(toRequest({ text }), adapter, ports)).status).toBe(200);
    }
    const pointers = records.records().map((record) => record.payload?.key ?? '');
    expect(pointers.map((key) => sent.indexOf(payload.get(key) ?? ''))).toEqual([0, 1, 2]);
  });

  it('that repeats an earlier one gets a success, and stores nothing', async () => {
    const { ports, stored } = createPorts();
    await receiveCallback(toRequest(), lineProvider, ports);
    expect((await receiveCallback(toRequest(), lineProvider, ports)).status).toBe(200);
    expect(stored).toHaveLength(1);
  });
});

describe('an unmapped callback', () => {
  const unmapping: ProviderAdapter = {
    ...lineProvider,
    normalize: () => [{ kind: 'unmapped', providerEvent: 'notes' }],
  };

  it('is stored in the payload bucket, counted, and gets a success', async () => {
    const { ports, stored, payload, lines } = createPorts();
    const response = await receiveCallback(toRequest(), unmapping, ports);
    expect(response.status).toBe(200);
    expect(stored).toEqual([]);
    expect([...payload.keys()]).toEqual([expect.stringMatching(/^unmapped\/lines\/notes\//)]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ received: 1, unmapped: 1 });
  });

  it('gets a 503 when the payload bucket refuses it', async () => {
    const { ports, payloads } = createPorts();
    payloads.isDown = true;
    expect((await receiveCallback(toRequest(), unmapping, ports)).status).toBe(503);
  });

  it('is stored although an event of the same callback could not be', async () => {
    const store = () => Promise.reject(outage);
    const { ports, payload } = createPorts({ records: toEventStore(store) });
    const normalize: ProviderAdapter['normalize'] = (...args) => [
      ...lineProvider.normalize(...args),
      ...unmapping.normalize(...args),
    ];
    const response = await receiveCallback(toRequest(), { ...unmapping, normalize }, ports);
    expect(response.status).toBe(503);
    expect([...payload.keys()]).toEqual([expect.stringMatching(/^unmapped\/lines\/notes\//)]);
  });
});
