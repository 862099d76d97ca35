import { setTimeout } from 'node:timers/promises';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { type EmulatorOptions, startEmulator } from '../../../tools/emulator/emulator.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import {
  readCallbackFixture,
  toCallbackBody,
} from '../../../tools/emulator-client/callback-fixtures.ts';
import type { EventEnvelope, LoggedEvent } from '../../../tools/emulator-client/event-log.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { findEvent } from '../find-event.ts';

/** The output and the exit code of a command. */
export interface Ran {
  readonly code: number;
  /** Lines of the result, as JSON. */
  readonly results: readonly Record<string, unknown>[];
  readonly errors: string;
}

/** The emulator with an operator at the command line. */
export async function startOperatedGateway(options: Partial<EmulatorOptions> = {}) {
  const gateway = await startEmulator({
    port: 0,
    dataDirectory: undefined,
    assemblyDirectory: inject('assemblyDirectory'),
    ...options,
  });
  const origin = `http://127.0.0.1:${gateway.port}`;

  const aws = createClients(gateway.awsEndpoint, 'test');

  /**
   * Runs a command with a clock that is ahead by this time.
   *
   * @param readValue types what the command asks for
   */
  async function tributaryLater(
    aheadMs: number,
    words: readonly string[],
    readValue: () => Promise<string> = () => Promise.reject(new Error('a value was read')),
  ): Promise<Ran> {
    const out: string[] = [];
    const errors: string[] = [];
    const code = await runTributary([...words, '--port', String(gateway.port), '--json'], {
      out: (line) => out.push(line),
      error: (line) => errors.push(line),
      readValue,
      now: () => new Date(Date.now() + aheadMs),
      waitMs: (ms) => setTimeout(ms),
    });
    return { code, results: out.map((line) => JSON.parse(line)), errors: errors.join('\n') };
  }

  /** Sends a callback body as its provider would. */
  async function post(
    provider: string,
    body: string | Uint8Array<ArrayBuffer> | ReadableStream,
    url?: string,
    contentType = 'application/json',
  ): Promise<number> {
    const target = (await gateway.urls())[provider];
    const headers = { 'content-type': contentType, ...target?.headers };
    // `fetch` demands `duplex` of a stream, and not all of its types have it.
    const init = { method: 'POST', headers, body, duplex: 'half' } as const;
    const response = await fetch(url ?? target?.api ?? '', init);
    return response.status;
  }

  /** Sends a fixture as its provider does, with changes to its text; its media links lead to the emulator. */
  async function send(name: string, change = (json: string) => json): Promise<number> {
    const { provider = '', ...fixture } = await readCallbackFixture(name);
    const { codec } = await loadProvider(provider);
    const body = toCallbackBody(
      { ...fixture, body: change(fixture.body), provider },
      codec,
      origin,
    );
    return post(provider, body, undefined, codec.contentType);
  }

  /** Waits for the first event on the bus that matches. */
  async function event(matches: (event: TributaryEvent) => boolean): Promise<TributaryEvent> {
    // The bus has only events of the gateway.
    const toEvent = (envelope: EventEnvelope) => envelope as unknown as TributaryEvent;
    return toEvent(await findEvent(origin, (envelope) => matches(toEvent(envelope))));
  }

  /** Every event that is on the bus now. */
  async function events(): Promise<readonly TributaryEvent[]> {
    const logged: LoggedEvent[] = [];
    for (let since = 0; ; since = logged.at(-1)?.sequence ?? since) {
      const response = await fetch(`${origin}/_local/events?since=${since}`);
      const lines = (await response.text()).split('\n').filter((line) => line !== '');
      // One response has a thousand of them.
      if (lines.length === 0) return logged.map(({ event }) => event as unknown as TributaryEvent);
      logged.push(...lines.map((line): LoggedEvent => JSON.parse(line)));
    }
  }

  /** Sort keys of every item in a partition. */
  async function sortKeys(pk: string): Promise<readonly string[]> {
    const { Items = [] } = await aws.dynamodb.send(
      new QueryCommand({
        TableName: String(gateway.outputs.EventsTableName),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
      }),
    );
    return Items.map(({ sk }) => sk?.S ?? '');
  }

  return {
    /** Where the emulator serves a file of `fixtures/media`. */
    mediaUrl: (file: string) => `${origin}/_local/media/${file}`,
    sortKeys,
    tributary: (...words: readonly string[]) => tributaryLater(0, words),
    tributaryLater,
    /** Runs a command that asks for this value. */
    tributaryTyping: (typed: string, ...words: readonly string[]) =>
      tributaryLater(0, words, async () => typed),
    origin,
    post,
    send,
    event,
    events,
    urls: gateway.urls,
    aws,
    awsEndpoint: gateway.awsEndpoint,
    outputs: gateway.outputs,
    output: (name: string) => String(gateway.outputs[name]),
    close: () => gateway.close(),
  };
}

export type OperatedGateway = Awaited<ReturnType<typeof startOperatedGateway>>;
