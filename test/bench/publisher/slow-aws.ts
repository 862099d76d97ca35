import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../../../tools/emulator/listen-on-loopback.ts';

/** Milliseconds from a request to its response. */
export interface Latency {
  readonly dynamodbMs: number;
  readonly eventBridgeMs: number;
}

type Entries = readonly unknown[];

/** What DynamoDB and EventBridge say to a call that succeeds. */
const responses: Readonly<Record<string, (body: Buffer) => string>> = {
  PutItem: () => '{}',
  BatchExecuteStatement: (body) => {
    const { Statements }: { readonly Statements: Entries } = JSON.parse(body.toString());
    return JSON.stringify({ Responses: Statements.map(() => ({ TableName: 'events' })) });
  },
  BatchWriteItem: () => '{"UnprocessedItems":{}}',
  PutEvents: (body) => {
    const { Entries }: { readonly Entries: Entries } = JSON.parse(body.toString());
    return JSON.stringify({
      FailedEntryCount: 0,
      Entries: Entries.map(() => ({ EventId: '11111111-2222-4333-8444-555555555555' })),
    });
  },
};

/**
 * Starts a DynamoDB and an EventBridge that take everything, store nothing, and respond after a time
 * that `setLatency` decides.
 */
export async function startSlowAws() {
  let latency: Latency = { dynamodbMs: 0, eventBridgeMs: 0 };
  let calls = 0;
  const server = createServer(async (request, response) => {
    const arrivedAtMs = performance.now();
    const body = await buffer(request);
    const respond = responses[operationOf(request)];
    calls += 1;
    const text = respond?.(body) ?? '{}';
    const delayMs =
      operationOf(request) === 'PutEvents' ? latency.eventBridgeMs : latency.dynamodbMs;
    setTimeout(
      () => {
        response.writeHead(respond ? 200 : 501, { 'content-type': 'application/x-amz-json-1.0' });
        response.end(text);
      },
      Math.max(0, delayMs - (performance.now() - arrivedAtMs)),
    );
  });
  server.keepAliveTimeout = 60_000;
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    setLatency: (changed: Latency) => {
      latency = changed;
    },
    calls: () => calls,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function operationOf({ headers }: IncomingMessage): string {
  return String(headers['x-amz-target']).split('.').at(-1) ?? '';
}
