import { describe, expect, it } from 'vitest';
import {
  createCallbackLog,
  type ReceivedCallback,
} from '../../../tools/emulator/http/callback-log.ts';

function callback(changes: Partial<ReceivedCallback> = {}): ReceivedCallback {
  return {
    endpoint: 'api',
    path: '/meta/a-token-of-many-characters',
    request: {
      method: 'POST',
      url: '/meta/a-token-of-many-characters',
      headers: {
        'content-type': 'application/json',
        authorization: 'Basic c2VjcmV0',
        'x-shop-key': 'secret',
      },
      body: Buffer.from('{"a":1}'),
      sourceIp: '127.0.0.1',
    },
    response: { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' },
    receivedAt: new Date('2026-01-01T10:00:00.000Z'),
    elapsedMs: 7,
    ...changes,
  };
}

describe('the log of callbacks', () => {
  it('says which gateway of several a callback came to', () => {
    const log = createCallbackLog();
    log.append(callback({ gateway: 'other' }));
    log.append(callback());
    expect(log.pageAfter(0).callbacks.map(({ gateway }) => gateway)).toEqual(['other', undefined]);
  });

  it('has the body, the response and the time that it took', () => {
    const log = createCallbackLog();
    log.append(callback());
    expect(log.find(1)).toMatchObject({
      provider: 'meta',
      method: 'POST',
      status: 200,
      elapsedMs: 7,
      bodyBytes: 7,
      bodyBase64: Buffer.from('{"a":1}').toString('base64'),
      response: { body: 'OK' },
    });
  });

  it('hides the token, what is in the query, and every header that may be a secret', () => {
    const log = createCallbackLog();
    log.append(callback({ path: '/meta/a-token-of-many-characters?hub.verify_token=secret' }));
    const logged = log.find(1);
    expect(JSON.stringify(logged)).not.toMatch(/a-token-of-many|secret|c2VjcmV0/);
    expect(logged?.path).toBe('/meta/…?…');
    expect(logged?.headers).toEqual({
      'content-type': 'application/json',
      authorization: '…',
      'x-shop-key': '…',
    });
  });

  it('has no request of doctor: dozens of them would take the places of callbacks', () => {
    const log = createCallbackLog({ maxCallbacks: 2, maxLogBytes: 1000 });
    log.append(callback());
    const request = { ...callback().request, method: 'DELETE' };
    for (const statusCode of [405, 401, 405]) {
      log.append(callback({ request, response: { ...callback().response, statusCode } }));
    }
    expect(log.pageAfter(0)).toMatchObject({ callbacks: [{ sequence: 1 }], last: 1 });
  });

  it('keeps the newest callbacks', () => {
    const log = createCallbackLog({ maxCallbacks: 2, maxLogBytes: 1000 });
    for (let sent = 0; sent < 5; sent += 1) log.append(callback());
    expect(log.pageAfter(0)).toMatchObject({
      callbacks: [{ sequence: 4 }, { sequence: 5 }],
      last: 5,
    });
    expect(log.find(3)).toBeUndefined();
  });

  it('lets the oldest go when the bodies are too large together, and keeps the newest', () => {
    const log = createCallbackLog({ maxCallbacks: 10, maxLogBytes: 1000 });
    const request = { ...callback().request, body: Buffer.alloc(600, 'a') };
    for (let sent = 0; sent < 3; sent += 1) log.append(callback({ request }));
    expect(log.pageAfter(0).callbacks.map(({ sequence }) => sequence)).toEqual([3]);
  });

  it('cuts a body of more than a megabyte, and says how large it was', () => {
    const log = createCallbackLog();
    const body = Buffer.alloc(1024 * 1024 + 1, 'a');
    log.append(callback({ request: { ...callback().request, body } }));
    expect(log.find(1)?.bodyBytes).toBe(body.length);
    expect(Buffer.from(log.find(1)?.bodyBase64 ?? '', 'base64')).toHaveLength(1024 * 1024);
  });

  it('waits for the next callback, and not for longer than it should', async () => {
    const log = createCallbackLog();
    const waiting = log.waitAfter(0, new AbortController().signal);
    log.append(callback());
    await waiting;
    await log.waitAfter(1, AbortSignal.abort());
  });
});
