import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createPostToReceiver,
  type PostSettings,
} from '../../../functions/http-delivery/post-to-receiver.ts';
import { isPublicAddress } from '../../../shared/http/address-rules.ts';
import { listenOnLoopback } from '../../../tools/emulator/listen-on-loopback.ts';

const webhook = {
  headers: { 'webhook-id': 'one', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' },
  body: '{"type":"test","text":"grüße"}',
};

async function startReceiver(respond: RequestListener): Promise<string> {
  const server = createServer(respond);
  const port = await listenOnLoopback(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${port}/hook?team=1`;
}

function postTo(url: string, settings: Partial<PostSettings> = {}) {
  const post = createPostToReceiver({
    url,
    rules: { resolve: async () => ['127.0.0.1'], isAllowed: isPublicAddress },
    allowsLoopback: true,
    now: () => new Date('2026-01-01T00:00:00Z'),
    ...settings,
  });
  return post(webhook);
}

describe('a receiver', () => {
  it('gets the body and the headers', async () => {
    const received: (readonly [IncomingMessage, string])[] = [];
    const url = await startReceiver(async (request, response) => {
      received.push([request, await text(request)]);
      response.writeHead(202).end();
    });
    expect(await postTo(url)).toEqual({ kind: 'accepted', status: 202 });
    const [[request, body] = expect.unreachable()] = received;
    expect(request.method).toBe('POST');
    expect(request.url).toBe('/hook?team=1');
    expect(request.headers).toMatchObject({
      ...webhook.headers,
      'content-type': 'application/json',
      'user-agent': 'tributary-webhooks/1',
    });
    expect(body).toBe(webhook.body);
  });

  it.each([200, 201, 204, 299])('accepts with %i', async (status) => {
    const url = await startReceiver((_, response) => response.writeHead(status).end());
    expect(await postTo(url)).toEqual({ kind: 'accepted', status });
  });

  it.each([300, 302, 304, 400, 401, 404, 410, 500, 503])('refuses with %i', async (status) => {
    const url = await startReceiver((_, response) => response.writeHead(status).end());
    expect(await postTo(url)).toMatchObject({ failure: { reason: 'status', status } });
  });

  it('is not followed where it redirects to', async () => {
    const requests: (string | undefined)[] = [];
    const url = await startReceiver(({ url: path }, response) => {
      requests.push(path);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await postTo(url)).toMatchObject({ failure: { status: 307 } });
    expect(requests).toEqual(['/hook?team=1']);
  });

  it.each([
    ['120', 120],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60],
  ])('may ask for a later attempt: %s', async (value, retryAfterSeconds) => {
    const url = await startReceiver((_, response) =>
      response.writeHead(503, { 'retry-after': value }).end(),
    );
    expect(await postTo(url)).toMatchObject({ failure: { status: 503, retryAfterSeconds } });
  });

  it('is not waited for when it does not respond', async () => {
    const url = await startReceiver(() => {});
    expect(await postTo(url, { timeoutMs: 50 })).toEqual({
      kind: 'failed',
      failure: { reason: 'timeout' },
    });
  });

  it('is not read when its response never ends, and its connection is closed', async () => {
    const closed = Promise.withResolvers<void>();
    const url = await startReceiver((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.once('close', () => clearInterval(timer));
      response.once('close', closed.resolve);
    });
    expect(await postTo(url)).toEqual({ kind: 'accepted', status: 200 });
    await closed.promise;
  });

  it('that closes the connection is unreachable', async () => {
    const url = await startReceiver(({ socket }) => socket.destroy());
    expect(await postTo(url)).toMatchObject({ failure: { reason: 'unreachable' } });
  });
});

describe('an address', () => {
  const refused = { kind: 'failed', failure: { reason: 'refused_address' } };

  it.each([
    'https://127.0.0.1/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://0x7f.1/',
    'https://hooks.example:8443/',
    'http://hooks.example/',
    'https://me:word@hooks.example/',
    'ftp://hooks.example/',
    'nonsense',
  ])('is refused: %s', async (url) => {
    expect(
      await postTo(url, {
        rules: { resolve: async () => ['93.184.216.34'], isAllowed: isPublicAddress },
      }),
    ).toEqual(refused);
  });

  it.each([
    ['a private address', ['10.1.2.3']],
    ['a public and a private address', ['93.184.216.34', '192.168.0.1']],
    ['none', []],
  ])('is refused when its name has %s', async (_, addresses) => {
    const rules = { resolve: async () => addresses, isAllowed: isPublicAddress };
    expect(await postTo('https://hooks.example/', { rules })).toEqual(refused);
  });

  it('of this machine is refused on AWS', async () => {
    const url = await startReceiver((_, response) => response.end());
    expect(await postTo(url, { allowsLoopback: false })).toEqual(refused);
  });

  it('whose name cannot be resolved is unreachable', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const rules = { resolve, isAllowed: isPublicAddress };
    expect(await postTo('https://hooks.example/', { rules })).toEqual({
      kind: 'failed',
      failure: { reason: 'unreachable', code: 'ENOTFOUND' },
    });
  });

  it('whose name is resolved too slowly is a timeout', async () => {
    const rules = { resolve: () => new Promise<never>(() => {}), isAllowed: isPublicAddress };
    expect(await postTo('https://hooks.example/', { rules, timeoutMs: 50 })).toEqual({
      kind: 'failed',
      failure: { reason: 'timeout' },
    });
  });
});
