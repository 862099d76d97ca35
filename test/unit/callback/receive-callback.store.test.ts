import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import type { StoreOutcome } from '../../../shared/table/event-store.ts';
import { TributaryError } from '../../../shared/tributary-error.ts';
import { lineProvider } from '../../support/line-provider.ts';
import { createPorts, toRequest } from './callback-ports.ts';

const outage = new TributaryError('store_unavailable', 'down', { retryable: true });

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
    const { ports } = createPorts({ records: { store } });
    const request = toRequest({ text: '{"lines":["a","b","c"]}' });
    const response = await receiveCallback(request, lineProvider, ports);
    expect(response.status).toBe(503);
    expect(calls).toBe(3);
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
    const id = stored[0]?.event.detail.metadata.id;
    expect(payload.get(`raw/lines/${id}.json`)).toBe(text);
    expect(stored[0]?.raw).toBeUndefined();
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
    const { ports, payload } = createPorts({ records: { store } });
    const normalize: ProviderAdapter['normalize'] = (...args) => [
      ...lineProvider.normalize(...args),
      ...unmapping.normalize(...args),
    ];
    const response = await receiveCallback(toRequest(), { ...unmapping, normalize }, ports);
    expect(response.status).toBe(503);
    expect([...payload.keys()]).toEqual([expect.stringMatching(/^unmapped\/lines\/notes\//)]);
  });
});
