import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { blockBytes } from '../../../../functions/media-mirror/download/send-request.ts';
import type { FetchLimits } from '../../../../functions/media-mirror/limits.ts';
import { createTestFetcher, fetchText, hangMs } from '../fetching.ts';
import { type MediaServer, startMediaServer, startTcpServer } from '../media-server.ts';

function fetchFrom(server: MediaServer, limits: Partial<FetchLimits> = {}, timeoutMs?: number) {
  const fetchMedia = createTestFetcher({ localOrigins: [server.origin] }, limits);
  return fetchText(fetchMedia, `${server.origin}/a`, timeoutMs);
}

/** A server that writes these pieces and then closes the connection, or keeps it open. */
function startRawServer(pieces: readonly string[], end: 'close' | 'keep open' = 'close') {
  return startTcpServer((socket) => {
    socket.once('data', () => {
      for (const piece of pieces) socket.write(piece);
      if (end === 'close') socket.end();
    });
  });
}

const header = (...lines: readonly string[]) => `HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n\r\n`;

describe('a file', () => {
  it('has its content type', async () => {
    const server = await startMediaServer((_request, response) => {
      response.setHeader('content-type', 'image/png').end('the file');
    });
    expect(await fetchFrom(server)).toEqual({ text: 'the file', contentType: 'image/png' });
  });

  it('may have a content encoding that is not a compression', async () => {
    const server = await startMediaServer((_request, response) => {
      response.setHeader('content-encoding', 'utf-8').end('the file');
    });
    expect(await fetchFrom(server)).toMatchObject({ text: 'the file' });
  });

  it.each(['gzip', 'GZIP', 'aws-chunked, gzip', 'br'])(
    'is refused when it is compressed as %s',
    async (coding) => {
      const server = await startMediaServer((_request, response) => {
        response.setHeader('content-encoding', coding).end(gzipSync('the file'));
      });
      expect(await fetchFrom(server)).toEqual({ reason: 'type_mismatch', status: 200 });
    },
  );

  it.each([{}, { 'content-length': '10' }])(
    'may be as long as the limit, with %j',
    async (headers) => {
      const server = await startMediaServer((_request, response) => {
        response.writeHead(200, headers).flushHeaders();
        response.end('0123456789');
      });
      expect(await fetchFrom(server, { maxBytes: 10 })).toMatchObject({ text: '0123456789' });
      expect(await fetchFrom(server, { maxBytes: 9 })).toMatchObject({ reason: 'too_large' });
    },
  );

  it('is too large when its announced length is, before a byte is read', async () => {
    const server = await startRawServer([header('Content-Length: 11')], 'keep open');
    expect(await fetchFrom(server, { maxBytes: 10 })).toEqual({ reason: 'too_large', status: 200 });
  });

  it('is too large when it does not end', async () => {
    const server = await startMediaServer((_request, response) => {
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
        response.once('drain', write);
      };
      write();
    });
    expect(await fetchFrom(server, { maxBytes: 5_000_000 })).toEqual({ reason: 'too_large' });
  });

  it.each([
    ['ends before its announced length', [header('Content-Length: 100'), 'short']],
    ['ends within a chunk', [header('Transfer-Encoding: chunked'), '9\r\nsho']],
    ['ends before its last chunk', [header('Transfer-Encoding: chunked'), '5\r\nshort\r\n']],
    ['has a broken chunk', [header('Transfer-Encoding: chunked'), '5\r\nshort\r\nzz\r\n']],
  ])('is truncated when it %s', async (_how, pieces) => {
    const server = await startRawServer(pieces);
    expect(await fetchFrom(server)).toMatchObject({ reason: 'truncated' });
  });

  it('is truncated when its connection breaks', async () => {
    const server = await startMediaServer((_request, response) => {
      response.write('some bytes', () => response.socket?.resetAndDestroy());
    });
    expect(await fetchFrom(server)).toEqual({ reason: 'truncated', code: 'ECONNRESET' });
  });

  it('is truncated when its connection breaks before it is read', async () => {
    const broken = Promise.withResolvers<void>();
    const server = await startMediaServer((_request, response) => {
      response.once('close', () => broken.resolve());
      response.write('some bytes', () => response.socket?.resetAndDestroy());
    });
    const fetchMedia = createTestFetcher({ localOrigins: [server.origin] });
    const opened = await fetchMedia(server.origin, hangMs);
    await broken.promise;
    await untilSettled(() => 0);
    if (opened.kind === 'failed') throw new Error(opened.failure.reason);
    const blocks = opened.response.body[Symbol.asyncIterator]();
    await expect(blocks.next()).rejects.toMatchObject({ failure: { reason: 'truncated' } });
  });

  it('ends at its announced length even if the server sends more', async () => {
    const server = await startRawServer([header('Content-Length: 5'), 'short and more']);
    expect(await fetchFrom(server)).toMatchObject({ text: 'short' });
  });

  it('is read only as fast as it is consumed', async () => {
    let sentBytes = 0;
    const totalBytes = 64 * 1024 * 1024;
    const server = await startMediaServer((_request, response) => {
      const piece = Buffer.alloc(64 * 1024);
      const write = () => {
        while (sentBytes < totalBytes && !response.destroyed) {
          sentBytes += piece.length;
          if (!response.write(piece)) return response.once('drain', write);
        }
        return response.end();
      };
      write();
    });
    const fetchMedia = createTestFetcher(
      { localOrigins: [server.origin] },
      { maxBytes: totalBytes },
    );
    const opened = await fetchMedia(server.origin, hangMs);
    if (opened.kind === 'failed') throw new Error(opened.failure.reason);
    const blocks = opened.response.body[Symbol.asyncIterator]();
    await blocks.next();
    // The server sends until the buffers of two sockets are full, not until the file ends.
    await untilSettled(() => sentBytes);
    expect(sentBytes).toBeLessThan(totalBytes / 4);
    opened.response.close();
  });

  it('arrives in blocks, however small the pieces are that the server sends', async () => {
    const sizeBytes = 3 * blockBytes + 7;
    const server = await startTcpServer((socket) => {
      socket.once('data', () => {
        socket.write(header('Transfer-Encoding: chunked'));
        socket.end(`${'1\r\nx\r\n'.repeat(sizeBytes)}0\r\n\r\n`);
      });
    });
    const fetchMedia = createTestFetcher({ localOrigins: [server.origin] });
    const opened = await fetchMedia(server.origin, hangMs);
    if (opened.kind === 'failed') throw new Error(opened.failure.reason);
    const lengths: number[] = [];
    for await (const block of opened.response.body) lengths.push(block.byteLength);
    expect(lengths).toEqual([blockBytes, blockBytes, blockBytes, 7]);
  });
});

describe('a server', () => {
  it.each([
    [404, { reason: 'gone', mayBeLate: true }],
    [410, { reason: 'gone' }],
    [403, { reason: 'refused', mayBeLate: true }],
    [500, { reason: 'server_error' }],
  ])('that responds with %i fails the fetch', async (status, failure) => {
    const server = await startMediaServer((_request, response) => {
      response.writeHead(status).end('an error page');
    });
    expect(await fetchFrom(server)).toEqual({ ...failure, status });
  });

  it.each([
    [404, 'gone', '60', 60],
    [429, 'rate_limited', '30', 30],
    [503, 'server_error', 'Sat, 21 Nov 2026 08:02:00 GMT', 120],
  ])(
    'that responds with %i can set the time of the next attempt',
    async (status, reason, value, seconds) => {
      const server = await startMediaServer((_request, response) => {
        response.writeHead(status, { 'retry-after': value }).end();
      });
      expect(await fetchFrom(server)).toMatchObject({ reason, retryAfterSeconds: seconds });
    },
  );

  it('that recovers from an error sends the file to the second request', async () => {
    const statuses = [503, 200];
    const server = await startMediaServer((_request, response) => {
      response.writeHead(statuses.shift() ?? 500).end('the file');
    });
    expect(await fetchFrom(server)).toMatchObject({ reason: 'server_error' });
    expect(await fetchFrom(server)).toMatchObject({ text: 'the file' });
  });

  it.each([
    ['does not speak HTTP', ['SSH-2.0-OpenSSH_9.9\r\n'], 'server_error'],
    ['sends an endless header', [`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`], 'server_error'],
    ['closes the connection without a response', [], 'unreachable'],
    [
      'changes to another protocol',
      ['HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
      'server_error',
    ],
  ])('that %s fails the fetch', async (_how, pieces, reason) => {
    const server = await startRawServer(pieces);
    expect(await fetchFrom(server)).toMatchObject({ reason });
  });

  it('that never responds times out', async () => {
    const server = await startMediaServer(() => {});
    expect(await fetchFrom(server, { responseTimeoutMs: 30 })).toEqual({ reason: 'timeout' });
  });

  it('that drips its header times out', async () => {
    const server = await startTcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const timer = setInterval(() => socket.write('y'), 5);
      socket.once('close', () => clearInterval(timer));
    });
    expect(await fetchFrom(server, { responseTimeoutMs: 60 })).toEqual({ reason: 'timeout' });
  });

  it('that pauses within the body for too long times out', async () => {
    const server = await startMediaServer(
      (_request, response) => void response.write('some bytes'),
    );
    expect(await fetchFrom(server, { idleTimeoutMs: 30 })).toEqual({ reason: 'timeout' });
  });

  it('that drips its body times out', async () => {
    const server = await startMediaServer((_request, response) => {
      const timer = setInterval(() => response.write('x'), 5);
      response.once('close', () => clearInterval(timer));
    });
    expect(await fetchFrom(server, {}, 100)).toEqual({ reason: 'timeout' });
  });

  it('that never finishes a TLS handshake times out', async () => {
    const server = await startTcpServer(() => {});
    const rules = {
      resolve: () => Promise.resolve(['127.0.0.1']),
      isAllowed: () => true,
      otherPorts: [`${server.port}`],
    };
    const fetchMedia = createTestFetcher(rules, { connectTimeoutMs: 30 });
    const address = `https://cdn.example:${server.port}/a`;
    expect(await fetchText(fetchMedia, address)).toEqual({ reason: 'timeout' });
  });

  it.each([
    ['with a redirect', 302, { location: 'http://10.0.0.1/' }],
    ['with an error', 503, {}],
  ])(
    'that responds %s and keeps sending has its connection closed',
    async (_how, status, headers) => {
      const closed = Promise.withResolvers<void>();
      const server = await startMediaServer((_request, response) => {
        response.writeHead(status, headers).write('some bytes');
        response.once('close', () => closed.resolve());
      });
      expect(await fetchFrom(server)).toHaveProperty('reason');
      await closed.promise;
    },
  );

  it('has its connection closed when the consumer closes the response', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await startMediaServer((_request, response) => {
      response.write('some bytes');
      response.once('close', () => closed.resolve());
    });
    const fetchMedia = createTestFetcher({ localOrigins: [server.origin] });
    const opened = await fetchMedia(server.origin, hangMs);
    if (opened.kind === 'failed') throw new Error(opened.failure.reason);
    opened.response.close();
    await closed.promise;
  });
});

/** Resolves when a number has stayed the same over many turns of the event loop. */
async function untilSettled(read: () => number): Promise<void> {
  for (let same = 0, last = read(); same < 200; ) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = read();
    same = now === last ? same + 1 : 0;
    last = now;
  }
}
