import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { toCallback } from './messages.ts';

/** The load of a run: callbacks over parallel connections, each sent until it is acknowledged. */
export interface LoadOptions {
  /** Numbers of the messages to send; a repeated number is a duplicate. */
  readonly messages: readonly number[];
  readonly connections: number;
  /** Resolves with the current callback URL; waits while the gateway is down. */
  callbackUrl(): Promise<string>;
  /** Receives the number of acknowledged callbacks after each one. */
  onAcknowledged(count: number): void;
  /** Aborts the load. */
  readonly signal: AbortSignal;
}

export interface LoadResult {
  /** Number of responses by status; status 0 counts broken connections. */
  readonly responses: ReadonlyMap<number, number>;
}

/** Providers wait longer; without a delay, the load would keep the gateway from starting again. */
const resendDelayMs = 100;

/**
 * Sends the load, as providers would.
 *
 * @throws {Error} when a callback is refused with a 4xx: providers would not send it again
 */
export async function sendLoad(options: LoadOptions): Promise<LoadResult> {
  const { messages, connections, callbackUrl, onAcknowledged, signal } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const responses = new Map<number, number>();
  let next = 0;
  let acknowledged = 0;
  const sendUntilAcknowledged = async (message: number) => {
    for (;;) {
      const url = await callbackUrl();
      const status = await post(url, toCallback(message, new URL(url).origin), agent);
      responses.set(status, (responses.get(status) ?? 0) + 1);
      if (status === 200) return;
      if (status >= 400 && status < 500) throw new Error(`a callback was refused with ${status}`);
      await delay(resendDelayMs, undefined, { signal });
    }
  };
  const work = async () => {
    for (let message = messages[next++]; message !== undefined; message = messages[next++]) {
      await sendUntilAcknowledged(message);
      acknowledged += 1;
      onAcknowledged(acknowledged);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
  return { responses };
}

/** @returns the status, or 0 when the connection broke */
function post(url: string, body: string, agent: Agent): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve) => {
    request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', () => resolve(0));
    })
      .once('error', () => resolve(0))
      .end(body);
  });
}
