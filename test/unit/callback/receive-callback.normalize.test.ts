import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { quarantineDayPartitions } from '../../../shared/table/index-keys.ts';
import { textMessage } from '../../support/drafts.ts';
import { lineProvider } from '../../support/line-provider.ts';
import { createPorts, toRequest } from './callback-ports.ts';

describe('an authentic callback', () => {
  it('with several items stores one event record for each, in the order of the body', async () => {
    const { ports, stored } = createPorts();
    await receiveCallback(toRequest({ text: '{"lines":["a","b","c"]}' }), lineProvider, ports);
    expect(stored.map(({ key }) => key.pk)).toEqual([
      'message#lines#line-a',
      'message#lines#line-b',
      'message#lines#line-c',
    ]);
  });

  it('has beside each event the raw JSON of its own item', async () => {
    const normalize: ProviderAdapter['normalize'] = () =>
      ['a', 'b'].map((id) => ({
        kind: 'event',
        draft: { ...textMessage({ id }), raw: { lines: [id] } },
      }));
    const { ports, stored } = createPorts();
    const text = '{"lines":["a","b"]}';
    await receiveCallback(toRequest({ text }), { ...lineProvider, normalize }, ports);
    expect(stored.map(({ raw }) => raw)).toEqual(['{"lines":["a"]}', '{"lines":["b"]}']);
  });

  it('with one bad item stores the good ones and quarantines the bad one with its path', async () => {
    const { ports, stored, payload } = createPorts();
    await receiveCallback(toRequest({ text: '{"lines":["a",7]}' }), lineProvider, ports);
    expect(stored.map(({ event }) => event['detail-type'])).toEqual([
      'message.received',
      'callback.quarantined',
    ]);
    expect(stored[1]?.event.detail).toMatchObject({
      metadata: { providerEvent: 'lines' },
      data: { path: '$.lines[1]' },
    });
    expect([...payload.values()].map((json) => JSON.parse(json).body)).toEqual(['{"lines":[7]}']);
  });

  it('that is JSON but unrecognized is quarantined in full and gets a success', async () => {
    const { ports, stored, payload } = createPorts();
    const text = '{ "from": "tomorrow" }';
    const response = await receiveCallback(toRequest({ text }), lineProvider, ports);
    expect(response.status).toBe(200);
    const [[key, json] = []] = payload;
    expect(stored[0]?.event.detail.data).toMatchObject({ payloadKey: key });
    expect(JSON.parse(json ?? '')).toMatchObject({ provider: 'lines', body: text });
    expect(quarantineDayPartitions('2026-01-02')).toContain(stored[0]?.quarantine?.partition);
  });

  it('that is nested too deep for the stack is quarantined and gets a success', async () => {
    const { ports, stored } = createPorts();
    const text = `{"lines":[${'['.repeat(100_000)}${']'.repeat(100_000)}]}`;
    const response = await receiveCallback(toRequest({ text }), lineProvider, ports);
    expect(response.status).toBe(200);
    expect(stored[0]?.event.detail.data).toMatchObject({ problem: 'nested too deep' });
  });

  it('that is nested too deep and holds an integer too long for a double is quarantined', async () => {
    const { ports, stored } = createPorts();
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = `{"id":9007199254740993,"lines":[${nested}]}`;
    expect((await receiveCallback(toRequest({ text }), lineProvider, ports)).status).toBe(200);
    expect(stored[0]?.event['detail-type']).toBe('callback.quarantined');
  });

  it('that is nested too deep is quarantined beside another one that is', async () => {
    const { ports, stored, payload } = createPorts();
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const name of ['a', 'b']) {
      await receiveCallback(toRequest({ text: `{"${name}":${nested}}` }), lineProvider, ports);
    }
    expect([stored.length, payload.size]).toEqual([2, 2]);
  });

  it.each([
    new TypeError('a private word'),
    new SyntaxError('what the parser of a body throws as well'),
    'not an error at all',
  ])(
    'on which the adapter fails is quarantined in full, to be replayed after a fix: %s',
    async (thrown) => {
      const { ports, stored, payload } = createPorts();
      const normalize = () => {
        throw thrown;
      };
      const text = JSON.stringify({ lines: ['Grüße, 図 \u{1F600} '.repeat(40_000)] });
      const response = await receiveCallback(
        toRequest({ text }),
        { ...lineProvider, normalize },
        ports,
      );
      expect(response.status).toBe(200);
      expect(stored[0]?.event.detail.data).toMatchObject({ reason: 'adapter_error' });
      expect(JSON.stringify(stored[0]?.event)).not.toMatch(/private|parser|error at all/);
      const bodies = [...payload.values()].map((json) => JSON.parse(json).body);
      expect(bodies).toEqual([text]);
    },
  );

  it('whose event is larger than a table item is quarantined under its own name', async () => {
    const { ports, stored } = createPorts();
    const text = JSON.stringify({ lines: ['ü'.repeat(200_000)] });
    await receiveCallback(toRequest({ text }), lineProvider, ports);
    expect(stored[0]?.event.detail).toMatchObject({
      metadata: { providerEvent: textMessage().providerEvent },
      data: { reason: 'too_large', sizeBytes: Buffer.byteLength(text) },
    });
  });
});

describe('an ignored callback', () => {
  it('is counted, stored nowhere, and gets a success', async () => {
    const { ports, stored, payload, lines } = createPorts();
    const normalize: ProviderAdapter['normalize'] = () => [
      { kind: 'ignored', providerEvent: 'typing', reason: 'a user types' },
      { kind: 'ignored', providerEvent: 'typing', reason: 'a user types' },
    ];
    const response = await receiveCallback(toRequest(), { ...lineProvider, normalize }, ports);
    expect(response.status).toBe(200);
    expect([stored, [...payload]]).toEqual([[], []]);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      message: 'callback',
      provider: 'lines',
      received: 2,
      ignored: 2,
    });
  });
});
