import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { lastSequenceHeader } from '../../emulator-client/event-log.ts';
import {
  type EmulatorPath,
  type EventsRequest,
  emulatorPaths,
  parseEmulatorPath,
} from '../../emulator-client/local-urls.ts';
import { findProxyRefusal, isLoopbackHost } from '../../emulator-client/loopback-request.ts';
import {
  findRunningEmulator,
  type RunningEmulator,
} from '../../emulator-client/running-emulator.ts';
import type { EventLog } from '../event-bridge/event-log.ts';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { serveMediaFile } from '../media/fixture-media.ts';
import { serveMediaApi } from '../media/media-api.ts';
import type { CallbackLog, ReceivedCallback } from './callback-log.ts';
import type { Endpoint } from './endpoints.ts';
import { type HttpResponse, jsonResponse } from './http-response.ts';

/** What the local port serves once the stack is created. */
export interface Site {
  readonly api: Endpoint;
  /** Further HTTP APIs by their name in the local path. */
  readonly apis: ReadonlyMap<string, Endpoint>;
  /** Function URLs by their name in the local path. */
  readonly functionUrls: ReadonlyMap<string, Endpoint>;
  readonly log: EventLog;
  readonly callbacks: CallbackLog;
  /** The console, at `/` and below its own path; absent without one. */
  readonly serveConsole: RequestListener | undefined;
  /** What the emulator runs, as JSON. */
  readonly app: object;
  /** The template of each stack, by its name. */
  readonly templates: ReadonlyMap<string, object>;
}

export interface HttpServer {
  readonly port: number;
  /** Serves the site from now on; until then every response is 503. */
  open(site: Site): void;
  close(): Promise<void>;
}

const startingResponse: HttpResponse = {
  ...jsonResponse(503, { message: 'the emulator is still starting' }),
  headers: { 'content-type': 'application/json', 'retry-after': '1' },
};

/** A larger body is never read into memory. The endpoints' own limits are lower. */
const maxBodyBytes = 32 * 1024 * 1024;

/** The longest wait for an event; clients send the request again. */
const maxWaitMs = 60_000;
const maxLines = 1000;

/**
 * Listens on the local port, on loopback only.
 *
 * @throws {EmulatorError} when the port is in use, or this user may not listen on it
 */
export async function startHttpServer(port: number): Promise<HttpServer> {
  let site: Site | undefined;
  const server = createServer((request, response) => {
    serve(request, response, site).catch(() => response.destroy());
  });
  const assigned = await listenOnLoopback(server, port).catch(async (cause: unknown) => {
    throw new EmulatorError(await describeTakenPort(port, cause), { cause });
  });
  return {
    port: assigned,
    open: (opened) => {
      site = opened;
    },
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function describeTakenPort(port: number, cause: unknown): Promise<string> {
  if (cause instanceof Error && 'code' in cause && cause.code === 'EACCES') {
    return `this user may not listen on port ${port}: choose a port from 1024 with --port`;
  }
  const running = await findRunningEmulator(port);
  return running
    ? `an emulator already runs on port ${port} (process ${running.processId}): stop it, or choose another port with --port`
    : `port ${port} is in use: stop the program that uses it, or choose another port with --port`;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site | undefined,
): Promise<void> {
  const { url = '/', socket } = request;
  const path = parseEmulatorPath(url);
  if (path?.page === 'process') {
    const self: RunningEmulator = { port: socket.localPort ?? 0, processId: process.pid };
    return respond(response, jsonResponse(200, self));
  }
  if (!site) return respond(response, startingResponse);
  if (site.serveConsole && isForConsole(request)) return site.serveConsole(request, response);
  if (path === undefined) {
    const called = { endpoint: 'api', path: url } as const;
    return serveEndpoint(site, site.api, called, request, response);
  }
  if (path.page !== 'functionUrl' && path.page !== 'api') {
    return servePage(path, request, response, site);
  }
  const { page: endpoint, name, rest } = path;
  const found = (endpoint === 'api' ? site.apis : site.functionUrls).get(name);
  if (found === undefined) return respond(response, notFound);
  // `incs@<gateway>` is a function URL of the provider `incs`.
  const [provider, gateway] = endpoint === 'api' ? [undefined, name] : name.split('@');
  const called = { endpoint, gateway, path: provider === undefined ? rest : `/${provider}${rest}` };
  return serveEndpoint(site, found, called, request, response, rest);
}

/** A tunnel must only expose the callbacks: at another host, `/` is a path of the HTTP API. */
function isForConsole({
  method = '',
  url = '/',
  headers: { host = '' },
}: IncomingMessage): boolean {
  if (!isLoopbackHost(host)) return false;
  const [path = ''] = url.split('?');
  const isRoot = path === '/' && (method === 'GET' || method === 'HEAD');
  return isRoot || path.startsWith(emulatorPaths.console);
}

/** Has an endpoint respond to a callback, and logs both. */
async function serveEndpoint(
  { callbacks }: Site,
  endpoint: Endpoint,
  called: Pick<ReceivedCallback, 'endpoint' | 'path' | 'gateway'>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  url = called.path,
): Promise<void> {
  const receivedAt = new Date();
  const startedAt = performance.now();
  const body = await readBody(incoming);
  const request = {
    method: incoming.method ?? 'GET',
    url,
    headers: incoming.headers,
    body: body ?? Buffer.alloc(0),
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
  };
  const response =
    body === undefined
      ? jsonResponse(413, { message: 'Request Entity Too Large' })
      : await endpoint(request);
  const elapsedMs = Math.round(performance.now() - startedAt);
  callbacks.append({ ...called, request, response, receivedAt, elapsedMs });
  await respond(outgoing, response);
}

async function servePage(
  path: EmulatorPath,
  request: IncomingMessage,
  response: ServerResponse,
  { log, callbacks, app, templates }: Site,
): Promise<void> {
  // A tunnel must only expose the callbacks: these pages show tokens and messages.
  const { host = '', authorization } = request.headers;
  if (!isLoopbackHost(host)) return respond(response, notFound);
  const message = findProxyRefusal(Object.keys(request.headers));
  if (message !== undefined) return respond(response, jsonResponse(403, { message }));
  if (path.page === 'events') return serveEvents(path, log, response);
  if (path.page === 'callbacks') {
    if (path.waitMs > 0) await callbacks.waitAfter(path.since, endOf(response, path.waitMs));
    return respond(response, jsonResponse(200, callbacks.pageAfter(path.since)));
  }
  if (path.page === 'callback') {
    const found = callbacks.find(path.sequence);
    return respond(response, found ? jsonResponse(200, found) : notFound);
  }
  if (path.page === 'media') return serveMediaFile(path.file, response);
  if (path.page === 'mediaApi') {
    return respond(response, await serveMediaApi(path.mediaId, authorization, `http://${host}`));
  }
  if (path.page === 'app') return respond(response, jsonResponse(200, app));
  const template = path.page === 'template' ? templates.get(path.stackName) : undefined;
  return respond(response, template ? jsonResponse(200, template) : notFound);
}

/** Serves the event log as JSON lines, at most 1,000 at a time. */
async function serveEvents(
  { since, limit = maxLines, waitMs = 0 }: EventsRequest,
  log: EventLog,
  response: ServerResponse,
): Promise<void> {
  if (waitMs > 0) await log.waitAfter(since, endOf(response, waitMs));
  const lines = log.linesAfter(since, Math.min(limit, maxLines)).map((line) => `${line}\n`);
  response.writeHead(200, {
    'content-type': 'application/x-ndjson',
    [lastSequenceHeader]: log.last,
  });
  response.end(lines.join(''));
}

/** Aborts when the client has gone, or has waited for long enough. */
function endOf(response: ServerResponse, waitMs: number): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, AbortSignal.timeout(Math.min(waitMs, maxWaitMs))]);
}

const notFound = jsonResponse(404, { message: 'Not Found' });

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bodyBytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    bodyBytes += chunk.length;
    if (bodyBytes > maxBodyBytes) return undefined;
  }
  return Buffer.concat(chunks);
}

async function respond(
  response: ServerResponse,
  { statusCode, headers, body }: HttpResponse,
): Promise<void> {
  const bytes = Buffer.from(body);
  response.writeHead(statusCode, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}
