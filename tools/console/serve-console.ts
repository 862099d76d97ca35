import type { RequestListener } from 'node:http';

/**
 * The console of the emulator that listens on the port of a request. It is loaded with the first
 * request, so that the emulator does not start later for it.
 */
export function serveConsole(): RequestListener {
  let opened: Promise<RequestListener> | undefined;
  return async (request, response) => {
    opened ??= import('./server/open-console.ts').then(({ openConsole }) =>
      openConsole(request.socket.localPort ?? 0),
    );
    try {
      const listener = await opened;
      listener(request, response);
    } catch (error) {
      opened = undefined;
      response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`the console did not open: ${error instanceof Error ? error.message : error}`);
    }
  };
}
