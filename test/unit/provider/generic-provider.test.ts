import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { fromBodyBytes } from '../../../shared/body-bytes.ts';
import type { JsonValue } from '../../../shared/json.ts';
import {
  createGenericProvider,
  type GenericSettings,
  readReceivedBody,
} from '../../../shared/provider/generic-provider.ts';
import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';
import { signCallback } from '../../../shared/provider/signature.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { decompressRaw } from '../../../shared/table/raw-json.ts';
import { validToken } from '../../support/line-provider.ts';
import { createMemorySecretSource } from '../../support/memory-secret-source.ts';
import { createPorts, toRequest } from '../callback/callback-ports.ts';

const id = 'acme';

/** A gateway with one generic provider, and what it stores. */
function createGateway(settings: Omit<GenericSettings, 'id'> = {}, secret: object = {}) {
  const secrets = createMemorySecretSource({ token: validToken, ...secret });
  const created = createPorts({ secrets });
  const adapter = createGenericProvider({ id, ...settings });
  const send = (request: Partial<CallbackRequest> & { readonly text?: string }) =>
    receiveCallback(toRequest(request), adapter, created.ports);
  return { ...created, adapter, send };
}

async function eventOf(request: Partial<CallbackRequest> & { readonly text?: string }) {
  const { send, stored } = createGateway();
  expect((await send(request)).status).toBe(200);
  return stored[0]?.event;
}

describe('a callback of a generic provider', () => {
  it('is published with its JSON as it was sent, empty fields included', async () => {
    const text = '{"type":"order.paid","note":"","refund":null,"items":[],"id":9007199254740993}';
    expect(await eventOf({ text })).toMatchObject({
      source: 'tributary.acme',
      'detail-type': 'callback.received',
      detail: {
        metadata: { provider: 'acme', providerEvent: 'callback', occurredAtSource: 'receipt' },
        data: {
          contentType: 'application/json',
          json: { type: 'order.paid', note: '', refund: null, items: [], id: '9007199254740993' },
          sizeBytes: text.length,
        },
      },
    });
  });

  it.each<[string, string | Uint8Array, string, object]>([
    ['a form', 'a=b', 'application/x-www-form-urlencoded', { text: 'a=b' }],
    ['XML', '<ä/>', 'text/xml', { text: '<ä/>' }],
    ['JSON that is malformed', '{"a":', 'application/json', { text: '{"a":' }],
    ['null', 'null', 'application/json', { json: null }],
    ['bytes', Buffer.from([0xff, 0x00]), 'application/octet-stream', { base64: '/wA=' }],
    ['nothing', '', 'text/plain', {}],
  ])('is published with any other body: %s', async (_what, body, contentType, published) => {
    const event = await eventOf({
      body: Buffer.from(body),
      headers: { 'content-type': contentType },
    });
    expect(event?.detail.data).toEqual({
      contentType,
      ...published,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      sizeBytes: Buffer.from(body).byteLength,
    });
  });

  it('is quarantined when AWS has replaced bytes of it: what was sent is not known', async () => {
    const event = await eventOf({
      body: Buffer.from('caf\ufffd'),
      headers: { 'content-type': 'text/plain', 'content-length': '4' },
    });
    expect(event).toMatchObject({
      'detail-type': 'callback.quarantined',
      detail: { data: { reason: 'unsupported_encoding' } },
    });
  });

  it('is published as text when its JSON is nested too deep', async () => {
    const text = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    expect((await eventOf({ text }))?.detail.data).toMatchObject({ text });
  });

  it('has a half surrogate pair in the form that AWS accepts', async () => {
    const event = await eventOf({ text: '{"\\ud83d":"\\ud83d"}' });
    expect(event?.detail.data).toMatchObject({ json: { '\\uD83D': '\\uD83D' } });
  });

  it.each([
    ['text', Buffer.from('{ "a": 1.0 }')],
    ['bytes', Buffer.from([0xff, 0xfe])],
  ])(
    'is stored with its bytes and content type, to be read by an adapter later: %s',
    async (_, body) => {
      const { send, stored } = createGateway();
      const decoding = { 'content-type': 'text/x', 'content-encoding': 'br' };
      await send({ body, headers: { ...decoding, authorization: 'secret' } });
      const [record] = stored;
      if (record?.raw === undefined) throw new Error('no raw JSON');
      const received = readReceivedBody(JSON.parse(record.raw) as JsonValue);
      expect(received?.headers).toEqual(decoding);
      expect(record.raw).not.toContain('secret');
      const item = toEventItem(record, { publish: true });
      expect(decompressRaw(item.raw?.B ?? new Uint8Array(), item.detail.S)).toBe(record.raw);
    },
  );

  it.each([
    ['JSON', Buffer.from(JSON.stringify({ text: 'x'.repeat(250_000) }))],
    ['text', Buffer.from('x'.repeat(250_000))],
    ['bytes', Buffer.alloc(200_000, 0xff)],
  ])(
    'is published without its body when that is too large, and says where it is: %s',
    async (_, body) => {
      const token = 'the-token-of-another-account';
      const { send, stored, payload } = createGateway({}, { connections: { shop: { token } } });
      await send({ token, body, headers: { 'content-type': 'text/x' } });
      const [record] = stored;
      expect(record?.event.detail.data).toEqual({
        contentType: 'text/x',
        sha256: hash('sha256', body),
        sizeBytes: body.byteLength,
        payloadKey: record?.payload?.key,
      });
      expect(record?.key.pk).toMatch('callback#acme#shop:');
      expect(record?.event.detail.metadata.account).toEqual({ connection: 'shop' });
      const received = readReceivedBody(JSON.parse(payload.get(record?.payload?.key ?? '') ?? ''));
      expect(Buffer.compare(fromBodyBytes(received ?? { text: '' }), body)).toBe(0);
    },
  );

  it.each([
    ['POST', 200],
    ['PUT', 200],
    ['GET', 405],
  ])('may come by %s: %i', async (method, status) => {
    expect((await createGateway().send({ method })).status).toBe(status);
  });

  it('gets the response that its provider expects', async () => {
    const response = { status: 200, contentType: 'application/json', body: '{"code":0}' } as const;
    expect(await createGateway({ response }).send({})).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"code":0}',
    });
  });
});

describe('the identity of a callback of a generic provider', () => {
  const keysOf = async (
    idempotency: GenericSettings['idempotency'],
    ...requests: readonly (Partial<CallbackRequest> & { readonly text?: string })[]
  ) => {
    const { send, stored } = createGateway({ idempotency });
    for (const request of requests) await send(request);
    return stored.map(({ key }) => `${key.pk} ${key.sk}`);
  };

  it('is its bytes and the UTC day', async () => {
    const keys = await keysOf(
      undefined,
      { text: '{"a":1}' },
      { text: '{"a":1}' },
      { text: '{"a": 1}' },
    );
    expect(keys).toEqual([
      expect.stringMatching(/^callback#acme#[0-9a-f]{64} received#2026-01-02$/),
      expect.stringMatching(/^callback#acme#[0-9a-f]{64} received#2026-01-02$/),
    ]);
  });

  it('is the value of a header', async () => {
    const headers = { 'x-event-id': 'evt_1' };
    const keys = await keysOf({ header: 'X-Event-Id' }, { headers }, { headers });
    expect(keys).toEqual(['callback#acme#evt_1 received']);
  });

  it.each([
    ['/id', '{"id":"evt_1"}', 'evt_1'],
    ['/event/id', '{"event":{"id":7}}', '7'],
    ['/events/0/id', '{"events":[{"id":9007199254740993}]}', '9007199254740993'],
    ['/10', '[0,1,2,3,4,5,6,7,8,9,"evt_10"]', 'evt_10'],
    ['/a~1b/c~0d', '{"a/b":{"c~d":"x"}}', 'x'],
    ['/a~01b', '{"a~1b":"x","a/b":"y"}', 'x'],
  ])('is the value at %s of its JSON', async (pointer, text, key) => {
    expect(await keysOf({ pointer }, { text })).toEqual([`callback#acme#${key} received`]);
  });

  it.each<[string, GenericSettings['idempotency'], string]>([
    ['the header is missing', { header: 'x-event-id' }, '{}'],
    ['the value is missing', { pointer: '/id' }, '{}'],
    ['the value is not text', { pointer: '/id' }, '{"id":{}}'],
    ['the value is inherited', { pointer: '/constructor/name' }, '{}'],
    ['the body is not JSON', { pointer: '/id' }, 'id=1'],
  ])('is its bytes when %s', async (_what, idempotency, text) => {
    expect(await keysOf(idempotency, { text })).toEqual([
      expect.stringMatching(/^callback#acme#[0-9a-f]{64} received#2026-01-02$/),
    ]);
  });

  it('differs between two accounts', async () => {
    const token = 'the-token-of-another-account';
    const { send, stored } = createGateway(
      { idempotency: { pointer: '/id' } },
      { connections: { 'shop:1': { token } } },
    );
    await send({ text: '{"id":"1"}' });
    await send({ text: '{"id":"1"}', token });
    expect(stored.map(({ key }) => key.pk)).toEqual([
      'callback#acme#1',
      'callback#acme#shop%253A1:1',
    ]);
    expect(stored[1]?.event.detail.metadata.account).toEqual({ connection: 'shop:1' });
  });

  it('stores another body with the same id beside the first one', async () => {
    const { ports, records } = createPorts();
    const adapter = createGenericProvider({ id, idempotency: { pointer: '/id' } });
    for (const text of ['{"id":"1","a":1}', '{"id":"1","a":2}']) {
      await receiveCallback(toRequest({ text }), adapter, ports);
    }
    expect(records.records().map(({ key }) => key.sk)).toEqual([
      'received',
      expect.stringMatching(/^conflict#/),
    ]);
  });
});

describe('the proof of a generic provider', () => {
  it.each([
    ['hmac-sha1', 'hex', 'sha1=', /^sha1=[0-9a-f]{40}$/],
    ['hmac-sha256', 'hex', 'sha256=', /^sha256=[0-9a-f]{64}$/],
    ['hmac-sha512', 'base64', '', /^[A-Za-z0-9+/]{86}==$/],
  ] as const)(
    'is an HMAC of the bytes, as the owner has configured it: %s in %s after "%s"',
    async (algorithm, encoding, prefix, form) => {
      const signature = { header: 'x-acme-signature', algorithm, encoding, prefix };
      const { send, adapter } = createGateway({ signature }, { signingKeys: ['key'] });
      const request = toRequest();
      const scheme = adapter.manifest.signature;
      const headers = scheme && signCallback(request, 'key', scheme);
      expect(headers?.['x-acme-signature']).toMatch(form);
      expect((await send({ headers: { ...request.headers, ...headers } })).status).toBe(200);
      expect((await send({})).status).toBe(401);
    },
  );

  it('is every static header of its secret', async () => {
    const { send } = createGateway({}, { headers: { 'X-Api-Key': 'secret' } });
    expect((await send({ headers: { 'x-api-key': 'secret' } })).status).toBe(200);
    expect((await send({})).status).toBe(401);
  });

  it('is the token in the URL', async () => {
    expect((await createGateway().send({ token: 'wrong' })).status).toBe(401);
  });
});
