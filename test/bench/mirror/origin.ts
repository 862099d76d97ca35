import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOnLoopback } from '../../../tools/emulator/listen-on-loopback.ts';

const block = Buffer.alloc(64 * 1024, 'tributary');

/** How slow a slow server is: until its first byte, and between two blocks, which makes 2 MB/s. */
const slowServer = { firstByteMs: 300, blockMs: 32 } as const;

/**
 * Serves files of any size: `/16` is one of 16 MB, sent as fast as it is read. `/slow/16` is sent as a
 * slow server sends it.
 */
export async function startOrigin() {
  const server = createServer(async (request, response) => {
    const [, slow, megabytes] = /^\/(slow\/)?([\d.]+)$/.exec(request.url ?? '') ?? [];
    let left = Number(megabytes) * 1024 * 1024;
    if (slow) await delay(slowServer.firstByteMs);
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': left });
    while (left > 0 && !response.destroyed) {
      const part = block.subarray(0, Math.min(left, block.length));
      left -= part.length;
      if (slow) await delay(slowServer.blockMs);
      if (!response.write(part)) await once(response, 'drain');
    }
    response.end();
  });
  const port = await listenOnLoopback(server);
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
