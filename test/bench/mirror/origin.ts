import { once } from 'node:events';
import { createServer } from 'node:http';
import { listenOnLoopback } from '../../../tools/emulator/listen-on-loopback.ts';

const block = Buffer.alloc(64 * 1024, 'tributary');

/** Serves files of any size: `/16` is one of 16 MB, sent as fast as it is read. */
export async function startOrigin() {
  const server = createServer(async (request, response) => {
    let left = Number(request.url?.slice(1)) * 1024 * 1024;
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': left });
    while (left > 0 && !response.destroyed) {
      const part = block.subarray(0, Math.min(left, block.length));
      left -= part.length;
      if (!response.write(part)) await once(response, 'drain');
    }
    response.end();
  });
  const port = await listenOnLoopback(server);
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
