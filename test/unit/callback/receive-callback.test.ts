import { describe, expect, it } from 'vitest';
import type { CallbackPorts } from '../../../functions/callback/ports.ts';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { problems } from '../../../functions/callback/responses.ts';
import type {
  CallbackRequest,
  ProviderAdapter,
} from '../../../shared/provider/provider-adapter.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { StoreOutcome } from '../../../shared/table/event-store.ts';
import { TributaryError } from '../../../shared/tributary-error.ts';
import { lineProvider, validToken } from '../../support/line-provider.ts';
import { createMemoryEventStore } from '../../support/memory-event-store.ts';
import { createMemoryPayloadStore } from '../../support/memory-payload-store.ts';
import { createMemorySecretSource } from '../../support/memory-secret-source.ts';

const outage = new TributaryError('store_unavailable', 'down', { retryable: true });

const receivedAt = () => new Date('2026-01-02T03:04:07Z');

function createPorts(overrides: Partial<CallbackPorts> = {}) {
  const records = createMemoryEventStore();
  const payloads = createMemoryPayloadStore();
  const stored: EventRecord[] = [];
  const lines: string[] = [];
  const log = (message: string, fields?: object) => {
    lines.push(JSON.stringify({ message, ...fields }));
  };
  const ports: CallbackPorts = {
    records: {
      store: async (record) => {
        const outcome = await records.store(record);
        if (outcome === 'stored') stored.push(record);
        return outcome;
      },
    },
    payloads,
    secrets: createMemorySecretSource({ token: validToken }),
    channels: {},
    log: { info: log, warn: log, error: log },
    now: receivedAt,
    ...overrides,
  };
  return { ports, stored, payloads, payload: payloads.objects, lines };
}

function toRequest(overrides: Partial<CallbackRequest> & { readonly text?: string } = {}) {
  const { text = '{"lines":["Hello"]}', ...rest } = overrides;
  return {
    method: 'POST',
    token: validToken,
    headers: { 'content-type': 'application/json' },
    query: {},
    body: Buffer.from(text),
    ...rest,
  };
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

  it('with several items stores one event record for each, in the order of the body', async () => {
    const { ports, stored } = createPorts();
    await receiveCallback(toRequest({ text: '{"lines":["a","b","c"]}' }), lineProvider, ports);
    expect(stored.map(({ key }) => key.pk)).toEqual([
      'message#lines#line-a',
      'message#lines#line-b',
      'message#lines#line-c',
    ]);
  });

  it('with one bad item stores the good ones and quarantines the bad one with its path', async () => {
    const { ports, stored, payload } = createPorts();
    await receiveCallback(toRequest({ text: '{"lines":["a",7]}' }), lineProvider, ports);
    expect(stored.map(({ event }) => event['detail-type'])).toEqual([
      'message.received',
      'callback.quarantined',
    ]);
    expect(stored[1]?.event.detail.data).toMatchObject({ path: '$.lines[1]' });
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
    expect(stored[0]?.quarantine?.partition).toMatch(/^2026-01-02#[0-7]$/);
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

  it('on which the adapter fails is quarantined in full, to be replayed after a fix', async () => {
    const { ports, stored, payload } = createPorts();
    const normalize = () => {
      throw new TypeError('a defect');
    };
    const response = await receiveCallback(toRequest(), { ...lineProvider, normalize }, ports);
    expect(response.status).toBe(200);
    expect(stored[0]?.event.detail.data).toMatchObject({ reason: 'adapter_error' });
    expect([...payload.values()].map((json) => JSON.parse(json).body)).toEqual([
      '{"lines":["Hello"]}',
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

  it('whose event is larger than a table item is quarantined', async () => {
    const { ports, stored } = createPorts();
    const text = JSON.stringify({ lines: ['x'.repeat(400_000)] });
    await receiveCallback(toRequest({ text }), lineProvider, ports);
    expect(stored[0]?.event.detail.data).toMatchObject({ reason: 'too_large' });
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

describe('an ignored callback', () => {
  it('is counted, stored nowhere, and gets a success', async () => {
    const { ports, stored, payload, lines } = createPorts();
    const normalize: ProviderAdapter['normalize'] = () => [
      { kind: 'ignored', providerEvent: 'typing' },
      { kind: 'ignored', providerEvent: 'typing' },
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

describe('a handshake', () => {
  const challenging: ProviderAdapter = {
    ...lineProvider,
    handshake: ({ query }) => query.challenge,
  };

  it('gets its challenge as text, and stores nothing', async () => {
    const { ports, stored, payload } = createPorts();
    const request = toRequest({ query: { challenge: '<b>1158201444</b>' } });
    expect(await receiveCallback(request, challenging, ports)).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: '<b>1158201444</b>',
    });
    expect([stored, [...payload]]).toEqual([[], []]);
  });

  it('is refused when it is not authentic', async () => {
    const { ports } = createPorts();
    const request = toRequest({ token: 'wrong', query: { challenge: '1158201444' } });
    expect((await receiveCallback(request, challenging, ports)).status).toBe(401);
  });
});

describe('a refused callback', () => {
  it.each([
    ['a wrong token', { token: 'another-token-altogether' }, 'unauthorized'],
    ['no token', { token: '' }, 'unauthorized'],
    ['a wrong token and no JSON', { token: 'wrong', text: '{' }, 'unauthorized'],
    ['another method', { method: 'DELETE' }, 'methodNotAllowed'],
    ['malformed JSON', { text: '{"lines":' }, 'malformed'],
    ['an empty body', { text: '' }, 'malformed'],
    ['a form', { text: 'a=b', headers: { 'content-type': 'text/plain' } }, 'unsupportedMediaType'],
    ['no content type and no JSON', { text: 'a=b', headers: {} }, 'unsupportedMediaType'],
    ['too much', { body: Buffer.alloc(4 * 1024 * 1024 + 1, ' ') }, 'tooLarge'],
  ] as const)(
    'with %s gets a problem in constant text, and stores nothing',
    async (_n, change, p) => {
      const { ports, stored } = createPorts();
      const response = await receiveCallback(toRequest(change), lineProvider, ports);
      expect(response.status).toBe(problems[p].status);
      expect(response.headers).toEqual({
        'content-type': 'application/problem+json',
        ...(p === 'methodNotAllowed' && { allow: 'POST' }),
      });
      expect(JSON.parse(response.body)).toEqual({ type: 'about:blank', ...problems[p] });
      expect(stored).toEqual([]);
    },
  );

  it('is not one with a wrong content type and a JSON body', async () => {
    const { ports, stored } = createPorts();
    const headers = { 'content-type': 'text/plain' };
    expect((await receiveCallback(toRequest({ headers }), lineProvider, ports)).status).toBe(200);
    expect(stored).toHaveLength(1);
  });
});

describe('the secret', () => {
  it('is fetched again when a token does not match, so that a rotation loses no callback', async () => {
    let nowMs = receivedAt().getTime();
    const now = () => new Date(nowMs);
    const secrets = createMemorySecretSource({ token: 'the-token-before-rotation' }, now);
    await secrets.get();
    secrets.secret = { token: validToken };
    nowMs += 10_000;
    const { ports, stored } = createPorts({ secrets, now });
    expect((await receiveCallback(toRequest(), lineProvider, ports)).status).toBe(200);
    expect(stored).toHaveLength(1);
  });

  it('that cannot be fetched is a 503, never a 401', async () => {
    const secrets = createMemorySecretSource({ token: validToken });
    secrets.isDown = true;
    const { ports } = createPorts({ secrets });
    expect((await receiveCallback(toRequest(), lineProvider, ports)).status).toBe(503);
  });

  it('names the connection whose token the callback came with', async () => {
    const token = 'the-token-of-another-account';
    const secrets = createMemorySecretSource({
      token: validToken,
      connections: { shop: { token } },
    });
    const { ports, stored } = createPorts({ secrets });
    await receiveCallback(toRequest({ token }), lineProvider, ports);
    expect(stored[0]?.event.detail.metadata.account).toMatchObject({ connection: 'shop' });
  });
});

describe('the log', () => {
  it('has ids and outcomes but no text, name, phone number or token', async () => {
    const { ports, lines } = createPorts();
    await receiveCallback(
      toRequest({ text: '{"lines":["a private word",7]}' }),
      lineProvider,
      ports,
    );
    await receiveCallback(toRequest({ token: 'wrong-but-secret-too' }), lineProvider, ports);
    const logged = lines.join('\n');
    expect(logged).toContain('"received":2,"stored":2,');
    expect(logged).toContain('"quarantined":1');
    for (const secret of ['private word', 'Ada', '447700900123', validToken, 'wrong-but-secret']) {
      expect(logged).not.toContain(secret);
    }
  });

  it('of a conflict names the event record that conflicts, not the first one', async () => {
    const store = async ({ key }: EventRecord): Promise<StoreOutcome> =>
      key.pk === 'message#lines#line-b' ? 'conflict' : 'stored';
    const { ports, lines } = createPorts({ records: { store } });
    await receiveCallback(toRequest({ text: '{"lines":["a","b"]}' }), lineProvider, ports);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      conflict: 1,
      type: 'message.received',
      pk: 'message#lines#line-b',
    });
  });

  it('of a conflict omits a partition key that may be a phone number', async () => {
    const phone = '447700900123';
    const normalize: ProviderAdapter['normalize'] = () => [
      {
        kind: 'event',
        draft: {
          type: 'user.updated',
          providerEvent: 'lines',
          data: { user: { phone }, aspect: 'preferences', current: 'stop' },
        },
      },
    ];
    const { ports, lines } = createPorts({ records: { store: async () => 'conflict' } });
    await receiveCallback(toRequest(), { ...lineProvider, normalize }, ports);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ conflict: 1, type: 'user.updated' });
    expect(lines[0]).not.toContain(phone);
  });

  it('of a failure has the code, the name of the cause and advice, and not the text of the cause', async () => {
    const store = async (): Promise<never> => {
      const cause = Object.assign(new Error('a private word'), { name: 'ThrottlingException' });
      throw new TributaryError('store_unavailable', 'look there', { retryable: true, cause });
    };
    const { ports, lines } = createPorts({ records: { store } });
    await receiveCallback(toRequest(), lineProvider, ports);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      code: 'store_unavailable',
      cause: 'ThrottlingException',
      advice: 'look there',
    });
    expect(lines.at(-1)).not.toContain('private');
  });
});
