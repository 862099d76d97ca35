import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadProvider, loadSample } from '../../../functions/providers/load-provider.ts';
import { sendCallback } from '../../../tools/operator/verify/send-callback.ts';
import { toRun } from '../../../tools/operator/verify/test-account.ts';
import { toMessageCallback } from '../../../tools/operator/verify/test-callbacks.ts';

const now = new Date('2026-11-28T12:00:30Z');

/** Sends a message to a server; returns what a second one can be sent with. */
async function open(respond: RequestListener) {
  const server = createServer(respond).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const adapter = await loadProvider('incs');
  const provider = { adapter, sample: await loadSample('incs'), run: toRun(now) };
  const message = toMessageCallback(provider, 'api');
  if (message === undefined) throw new Error('incs has no sample');
  const sender = { adapter, secret: { token: 'token' }, headers: {} };
  const url = `http://127.0.0.1:${port}/incs/0123456789abcdef`;
  return (signal = new AbortController().signal) => sendCallback(sender, url, message, now, signal);
}

describe('a callback of verify', () => {
  it('is sent again when its connection was closed meanwhile', async () => {
    const used = new Set<Socket>();
    let closed = 0;
    const send = await open(async (request, response) => {
      const { socket } = request;
      if (used.has(socket)) {
        closed += 1;
        socket.destroy();
      } else {
        used.add(socket);
        await text(request);
        response.end('ok');
      }
    });
    // The client uses a connection again as soon as it knows that the response is complete.
    for (let sent = 0; closed === 0 && sent < 100; sent += 1) {
      expect(await send()).toMatchObject({ status: 200, body: 'ok' });
      await setImmediate();
    }
    expect(closed).toBe(1);
  });

  it('has no response when every connection is closed', async () => {
    let requests = 0;
    const send = await open(({ socket }) => {
      requests += 1;
      socket.destroy();
    });
    await expect(send()).rejects.toThrow(/^no response from http:\/\/127\.0\.0\.1:\d+: check/);
    expect(requests).toBe(2);
  });

  it('is not sent after an interruption', async () => {
    let requests = 0;
    const send = await open((_, response) => {
      requests += 1;
      response.end();
    });
    await expect(send(AbortSignal.abort())).rejects.toThrow('aborted');
    expect(requests).toBe(0);
  });
});
