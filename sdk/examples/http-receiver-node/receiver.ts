import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { TributaryEvent } from 'tributary-gateway/events';
import { parseWebhook } from 'tributary-gateway/events';

export interface ReceiverOptions {
  /** `whsec_…`, from `tributary http secret`. */
  readonly signingKey: string;
  /** Stores an event. If it throws, the event comes again. */
  handle(event: TributaryEvent): unknown;
}

/** A server that accepts what an HTTP subscription posts. */
export function createReceiver({ signingKey, handle }: ReceiverOptions): Server {
  const verifier = new Webhook(signingKey);
  // A unique key in your database, in a receiver of more than one process.
  const handled = new Set<string>();

  async function receive(body: string, headers: Record<string, string>): Promise<number> {
    const id = headers['webhook-id'] ?? '';
    let webhook: unknown;
    try {
      // It also refuses a signature that is older than five minutes.
      webhook = verifier.verify(body, headers);
    } catch {
      return 401;
    }
    if (handled.has(id)) return 204;
    const parsed = parseWebhook(webhook);
    // A test, or a type of a newer gateway, is accepted too: a receiver that refuses it gets it again for a day.
    if (parsed.outcome === 'event') await handle(parsed.event);
    handled.add(id);
    return 204;
  }

  return createServer(async (request, response) => {
    try {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      const status = await receive(await text(request), Object.fromEntries(headers));
      response.writeHead(status).end();
    } catch (error) {
      console.error(error);
      response.writeHead(500).end();
    }
  });
}
