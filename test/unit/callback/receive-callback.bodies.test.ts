import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { problems } from '../../../functions/callback/responses.ts';
import { fromBodyBytes } from '../../../shared/body-bytes.ts';
import { parseStoredBody } from '../../../shared/payloads/stored-body.ts';
import { formCodec } from '../../../shared/provider/form-codec.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { lineProvider } from '../../support/line-provider.ts';
import { createPorts, toRequest } from './callback-ports.ts';

const json = 'application/json';
const lines = '{"lines":["Grüße"]}';

const undecodable: readonly (readonly [
  what: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  reason: string,
])[] = [
  ['XML', Buffer.from('<lines/>'), { 'content-type': 'application/xml' }, 'unsupported_media_type'],
  [
    'a form',
    Buffer.from('lines=Hello'),
    { 'content-type': 'application/x-www-form-urlencoded' },
    'unsupported_media_type',
  ],
  ['text with a byte order mark', Buffer.from('\ufefflines'), {}, 'malformed_body'],
  ['text of no type', Buffer.from('lines'), {}, 'malformed_body'],
  [
    'JSON that is malformed',
    Buffer.from("{'lines':[]}"),
    { 'content-type': json },
    'malformed_body',
  ],
  [
    'JSON with more behind it',
    Buffer.from(`${lines}}`),
    { 'content-type': json },
    'malformed_body',
  ],
  [
    'JSON in UTF-16',
    Buffer.from(`\ufeff${lines}`, 'utf16le'),
    { 'content-type': json },
    'unsupported_encoding',
  ],
  [
    'JSON in UTF-16 without a byte order mark',
    Buffer.from('{"lines":["Hello"]}', 'utf16le'),
    { 'content-type': json },
    'unsupported_encoding',
  ],
  [
    'JSON in Latin-1',
    Buffer.from(lines, 'latin1'),
    { 'content-type': json },
    'unsupported_encoding',
  ],
  [
    'JSON that is compressed',
    gzipSync(lines),
    { 'content-type': json, 'content-encoding': 'gzip' },
    'unsupported_encoding',
  ],
  ['JSON that is compressed and does not say so', gzipSync(lines), {}, 'unsupported_encoding'],
];

const truncated: readonly (readonly [what: string, body: Uint8Array])[] = [
  ['in an object', Buffer.from('{"lines":["Hello"]')],
  ['in a text', Buffer.from('{"lines":["Hel')],
  ['after an escaped quote', Buffer.from('{"lines":["\\"')],
  ['in a character', Buffer.from(lines).subarray(0, Buffer.from('{"lines":["Gr').length + 1)],
  ['before its first byte', Buffer.alloc(0)],
];

async function receive(body: Uint8Array, headers: Readonly<Record<string, string>>) {
  const created = createPorts();
  const response = await receiveCallback(toRequest({ body, headers }), lineProvider, created.ports);
  const stored = [...created.payload.values()].map(parseStoredBody);
  return { ...created, response, objects: stored };
}

function bytesOf(stored: ReturnType<typeof parseStoredBody>): Uint8Array | undefined {
  return stored && typeof stored.body !== 'string' ? fromBodyBytes(stored.body) : undefined;
}

describe('an authentic callback that is not in the format of its provider', () => {
  it.each(undecodable)(
    'is quarantined with its bytes and gets a success: %s',
    async (_what, body, headers, reason) => {
      const { response, stored, objects, lines: logged } = await receive(body, headers);
      expect(response.status).toBe(200);
      expect(stored.map(({ event }) => event.detail.data)).toMatchObject([
        { reason, sizeBytes: body.byteLength },
      ]);
      expect(stored[0]?.quarantine).toBeDefined();
      expect(objects.map(bytesOf)).toEqual([Buffer.from(body)]);
      expect(objects[0]?.headers).toEqual(headers);
      expect(logged.map((line) => JSON.parse(line))).toMatchObject([
        { message: 'callback', received: 1, quarantined: 1, undecodable: 1 },
      ]);
    },
  );

  it.each(truncated)(
    'is quarantined with its bytes and requested again when it is truncated: %s',
    async (_what, body) => {
      const {
        response,
        stored,
        objects,
        lines: logged,
      } = await receive(body, {
        'content-type': json,
        'content-length': '1000',
      });
      expect(response.status).toBe(problems.truncated.status);
      expect(response.status).toBeGreaterThanOrEqual(500);
      expect(stored.map(({ event }) => event.detail.data)).toMatchObject([
        { reason: 'truncated_body' },
      ]);
      expect(objects.map(bytesOf)).toEqual([Buffer.from(body)]);
      expect(logged.map((line) => JSON.parse(line).problem)).toEqual([undefined, 'truncated']);
    },
  );

  it.each([
    ['Latin-1', Buffer.from(lines, 'latin1'), {}],
    ['an invalid byte', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), {}],
    ['a compressed body', gzipSync(lines), { 'content-encoding': 'gzip' }],
  ])(
    'is quarantined when AWS has replaced bytes of it that are not UTF-8: %s',
    async (_what, sent, encoding) => {
      // A JSON or text type: AWS passes the body as text.
      const body = Buffer.from(sent.toString('utf8'));
      const headers = { 'content-type': json, 'content-length': `${sent.length}`, ...encoding };
      const { response, stored, objects } = await receive(body, headers);
      expect(response.status).toBe(200);
      expect(stored.map(({ event }) => event.detail.data)).toMatchObject([
        { reason: 'unsupported_encoding' },
      ]);
      expect(objects.map(bytesOf)).toEqual([body]);
    },
  );

  it('is not one whose text has a replacement character of its own', async () => {
    const body = Buffer.from('{"lines":["\ufffd"]}');
    const { stored } = await receive(body, { 'content-length': `${body.length}` });
    expect(stored.map(({ key }) => key.pk)).toEqual(['message#lines#line-\ufffd']);
  });

  it('is not requested again when all of it has arrived: a console tests the URL with an empty body', async () => {
    for (const headers of [{}, { 'content-length': '0' }]) {
      const { response, stored } = await receive(Buffer.alloc(0), headers);
      expect(response.status).toBe(lineProvider.manifest.success.status);
      const data = { reason: 'malformed_body', problem: 'the body is empty', sizeBytes: 0 };
      expect(stored.map(({ event }) => event.detail.data)).toMatchObject([data]);
    }
  });

  it('is stored once, however often it is sent', async () => {
    const { ports, stored, payload } = createPorts();
    const request = toRequest({ text: '<lines/>' });
    await receiveCallback(request, lineProvider, ports);
    await receiveCallback(request, lineProvider, ports);
    expect([stored.length, payload.size]).toEqual([1, 1]);
  });

  it('is not stored with a header that may hold a credential', async () => {
    const headers = { authorization: 'Basic secret', cookie: 'secret', 'x-api-key': 'secret' };
    const { objects } = await receive(Buffer.from('<lines/>'), headers);
    expect(JSON.stringify(objects)).not.toContain('secret');
  });

  it('gets a 503 and not a success when its bytes cannot be stored', async () => {
    const { ports, payloads } = createPorts();
    payloads.isDown = true;
    const response = await receiveCallback(toRequest({ text: '<lines/>' }), lineProvider, ports);
    expect(response.status).toBe(problems.unavailable.status);
  });

  it('is refused, and nothing is stored, when it is not authentic', async () => {
    const { ports, stored, payload } = createPorts();
    const request = toRequest({ text: '<lines/>', token: 'wrong' });
    expect((await receiveCallback(request, lineProvider, ports)).status).toBe(401);
    expect([stored, [...payload]]).toEqual([[], []]);
  });
});

describe('a callback of a provider that sends forms', () => {
  const formProvider: ProviderAdapter = {
    ...lineProvider,
    codec: formCodec,
    manifest: {
      ...lineProvider.manifest,
      success: { status: 200, contentType: 'text/xml', body: '<Response/>' },
    },
  };
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };

  it('becomes events with its fields as raw JSON, and gets the response that the provider demands', async () => {
    const { ports, stored } = createPorts();
    const request = toRequest({ text: 'lines=Hello+there&lines=%C3%A9', headers });
    expect(await receiveCallback(request, formProvider, ports)).toEqual({
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: '<Response/>',
    });
    expect(stored.map(({ key }) => key.pk)).toEqual([
      'message#lines#line-Hello there',
      'message#lines#line-é',
    ]);
    expect(stored.map(({ raw }) => raw)).toEqual(Array(2).fill('{"lines":["Hello there","é"]}'));
  });

  it('is quarantined when it is JSON', async () => {
    const { ports, stored } = createPorts();
    await receiveCallback(toRequest({ text: lines }), formProvider, ports);
    expect(stored[0]?.event.detail.data).toMatchObject({ reason: 'unsupported_media_type' });
  });
});

it.each([
  [{ status: 200, contentType: 'application/json', body: '{"code":0}' }],
  [{ status: 202, body: '' }],
  [{ status: 204, body: '' }],
] as const)('gets the success that its provider demands: %o', async (success) => {
  const { ports } = createPorts();
  const adapter = { ...lineProvider, manifest: { ...lineProvider.manifest, success } };
  const { status, body, headers } = await receiveCallback(toRequest(), adapter, ports);
  expect({ status, body, headers }).toEqual({
    status: success.status,
    body: success.body,
    headers: 'contentType' in success ? { 'content-type': success.contentType } : {},
  });
});
