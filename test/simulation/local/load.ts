import { Agent, request } from 'node:http';
import { fillFixture } from '../traffic/fixtures.ts';

/** Sends callbacks over so many connections, each until it is acknowledged, as providers do. */
export interface LoadOptions {
  /** Numbers of the messages to tell; one that comes twice is a duplicate. */
  readonly messages: readonly number[];
  readonly connections: number;
  /** Where the gateway is now; waits while there is none. */
  callbackUrl(): Promise<string>;
  /** Told after each acknowledgement. */
  onAcknowledged(count: number): void;
}

export interface LoadResult {
  /** Answers of each status; 0 counts connections that broke. */
  readonly answers: ReadonlyMap<number, number>;
}

/** Id of the message with a number, as the gateway knows it. */
export function messageId(number: number): string {
  return `wamid.load-${number}`;
}

export async function sendLoad(options: LoadOptions): Promise<LoadResult> {
  const { messages, connections, callbackUrl, onAcknowledged } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answers = new Map<number, number>();
  let next = 0;
  let acknowledged = 0;
  const sendUntilTaken = async (body: string) => {
    for (;;) {
      const status = await post(await callbackUrl(), body, agent);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      if (status === 200) return;
      if (status >= 400 && status < 500) throw new Error(`a callback was refused with ${status}`);
    }
  };
  const work = async () => {
    for (let number = messages[next++]; number !== undefined; number = messages[next++]) {
      await sendUntilTaken(toBody(number));
      acknowledged += 1;
      onAcknowledged(acknowledged);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
  return { answers };
}

function toBody(number: number): string {
  return fillFixture('incs/new_message.whatsapp-text', {
    'message.messages.0.id': messageId(number),
    'message.messages.0.text.body': `message ${number}`,
  });
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
