import { beforeAll, expect, inject } from 'vitest';
import type { ArrivedEvent, EventsPage } from '../../../tools/console/api.ts';
import { routes } from '../../../tools/console/routes.ts';
import { serveConsole } from '../../../tools/console/serve-console.ts';
import { sendStory } from '../../../tools/dev/browser/story.ts';
import { type Emulator, startEmulator } from '../../../tools/emulator/emulator.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { eventually } from '../../support/eventually.ts';

export let emulator: Emulator;
export let origin: string;
/** The token of the callback URL of Meta. */
export let token: string;

/** Starts a gateway with its console, and sends it a conversation with every kind of content. */
export function useConsole(): void {
  beforeAll(async () => {
    emulator = await startEmulator({
      port: 0,
      dataDirectory: undefined,
      assemblyDirectory: inject('assemblyDirectory'),
      serveConsole: serveConsole(),
    });
    origin = `http://127.0.0.1:${emulator.port}`;
    const { meta } = await emulator.urls();
    const url = meta?.api ?? '';
    token = new URL(url).pathname.split('/').at(-1) ?? '';
    await sendStory(url, new Date());
    return () => emulator.close();
  });
}

/** Requests a route of the console. */
export async function get(
  route: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${origin}${route}?${new URLSearchParams(query)}`);
}

/** The value that a route returns. */
export async function ask<Value>(
  route: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Value> {
  const response = await get(route, query);
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json() as Promise<Value>;
}

/** The results of a command of the CLI, as it prints them with `--json`. */
export async function runCli(...words: readonly string[]): Promise<readonly unknown[]> {
  const lines: string[] = [];
  await runTributary([...words, '--port', String(emulator.port), '--json'], {
    out: (line) => lines.push(line),
    error: () => {},
    readValue: async () => '',
    environment: {},
    now: () => new Date(),
    waitMs: async () => {},
  });
  return lines.map((line) => JSON.parse(line));
}

/** Waits for every event of the story, files included. */
export async function allEvents(): Promise<readonly ArrivedEvent[]> {
  return eventually(async () => {
    const { events } = await ask<EventsPage>(routes.events);
    const stored = events.filter(({ event }) => event['detail-type'] === 'media.stored');
    expect(stored.length).toBe(5);
    return events;
  });
}

/** The value that a route returns to a request of the console's own page. */
export async function post<Value>(
  route: string,
  query: Readonly<Record<string, string>>,
): Promise<Value> {
  const response = await fetch(`${origin}${route}?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: { origin },
  });
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json() as Promise<Value>;
}
