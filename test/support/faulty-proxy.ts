import { once as emitted } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../../tools/emulator/listen-on-loopback.ts';

/**
 * What can go wrong between an adapter and a service of AWS.
 * - `connection reset`: the request is not seen by the service.
 * - `response lost`: the service has done its work, and the caller does not learn of it.
 * - an HTTP response: what a service, or something before it, says instead.
 */
export type Fault = 'connection reset' | 'response lost' | FaultyResponse;

interface FaultyResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const json = 'application/x-amz-json-1.1';

/** Faults of every service, by what they are. */
const faults = {
  'the connection is reset': 'connection reset',
  'the response is lost': 'response lost',
  'the service is unavailable': {
    status: 503,
    contentType: 'text/html',
    body: '<html><body>503 Service Unavailable</body></html>',
  },
} as const satisfies Readonly<Record<string, Fault>>;

/** Faults of services that speak JSON: DynamoDB, EventBridge, Secrets Manager. */
export const jsonFaults = {
  ...faults,
  'the caller is throttled': {
    status: 400,
    contentType: json,
    body: '{"__type":"ThrottlingException","message":"Rate exceeded"}',
  },
  'the caller has no permission': {
    status: 400,
    contentType: json,
    body: '{"__type":"AccessDeniedException","message":"not authorized"}',
  },
  'the response is not JSON': { status: 200, contentType: json, body: '<html>' },
} as const satisfies Readonly<Record<string, Fault>>;

/** Faults of S3. */
export const s3Faults = {
  ...faults,
  'the caller is throttled': {
    status: 503,
    contentType: 'application/xml',
    body: '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
  },
  'the caller has no permission': {
    status: 403,
    contentType: 'application/xml',
    body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  },
} as const satisfies Readonly<Record<string, Fault>>;

/**
 * A proxy before one origin, on a free loopback port. It passes requests on until a fault is set, and
 * can hold a response back, so that a test sees who waits for it.
 */
export async function startFaultyProxy(origin: string) {
  let fault: Fault | undefined;
  let isOnce = false;
  let requests = 0;
  let held: { reach(): void; readonly released: Promise<void> } | undefined;
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    requests += 1;
    const body = await buffer(incoming);
    const now = fault;
    if (isOnce) fault = undefined;
    if (now === 'connection reset') {
      incoming.socket.resetAndDestroy();
      return;
    }
    if (typeof now === 'object') {
      outgoing.writeHead(now.status, { 'content-type': now.contentType }).end(now.body);
      return;
    }
    const response = await forward(incoming, body, origin);
    const bytes = await buffer(response);
    if (now === 'response lost') {
      incoming.socket.resetAndDestroy();
      return;
    }
    held?.reach();
    await held?.released;
    outgoing.writeHead(response.statusCode ?? 502, withoutConnection(response.headers)).end(bytes);
  }

  const port = await listenOnLoopback(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    /** Every request meets this fault from now on, or only the next; `undefined` lets them pass. */
    setFault: (next: Fault | undefined, { once = false } = {}): void => {
      fault = next;
      isOnce = once;
    },
    /** How many requests came, whatever became of them. */
    requests: (): number => requests,
    /** Holds responses back from now on, when the service has done its work, until `release`. */
    hold: () => {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      held = { reach: reached.resolve, released: released.promise };
      return {
        reached: reached.promise,
        release: () => {
          held = undefined;
          released.resolve();
        },
      };
    },
    stop: async (): Promise<void> => {
      const closed = emitted(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Sends the request on as it came. Its `host` is that of the caller, who has signed it. */
async function forward(
  { method, url = '/', headers }: IncomingMessage,
  body: Buffer,
  origin: string,
): Promise<IncomingMessage> {
  const outgoing = request(new URL(url, origin), { method, headers: withoutConnection(headers) });
  const [response] = await Promise.all([emitted(outgoing, 'response'), outgoing.end(body)]);
  return response[0];
}

/** Without what belongs to the connection and not to the request. */
function withoutConnection(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const { connection, expect, 'transfer-encoding': encoding, ...others } = headers;
  return others;
}
