import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../../../tools/emulator/listen-on-loopback.ts';

/** A request that a receiver got. */
export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `metadata.id` of the event. */
  readonly id: string;
  readonly atMs: number;
  /** What was responded. */
  readonly status: number;
}

/** What a receiver responds with; 204 by default. */
export type Respond = (webhook: Omit<ReceivedWebhook, 'status'>, before: number) => Response;

interface Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Starts a server with a receiver at each path. A path without a rule accepts everything.
 */
export async function startWebhookReceivers() {
  const received = new Map<string, ReceivedWebhook[]>();
  const rules = new Map<string, Respond>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const body = await text(request);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const webhook = { headers, body, id: headers['webhook-id'] ?? '', atMs: Date.now() };
    const all = received.get(path) ?? [];
    received.set(path, all);
    // How often this event came before.
    const before = all.filter(({ id }) => id === webhook.id).length;
    const { status, headers: extra } = rules.get(path)?.(webhook, before) ?? { status: 204 };
    all.push({ ...webhook, status });
    response.writeHead(status, extra).end();
  });
  const port = await listenOnLoopback(server);
  return {
    urlOf: (path: string) => `http://127.0.0.1:${port}${path}`,
    /** Everything that came to a path, in order. */
    at: (path: string): readonly ReceivedWebhook[] => received.get(path) ?? [],
    /** What was accepted at a path, in order. */
    acceptedAt: (path: string): readonly ReceivedWebhook[] =>
      (received.get(path) ?? []).filter(({ status }) => status < 300),
    respond: (path: string, rule: Respond): void => void rules.set(path, rule),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type WebhookReceivers = Awaited<ReturnType<typeof startWebhookReceivers>>;
