import { signal } from '@preact/signals';
import { routes, sessionHeader } from '../routes.ts';
import { readSession } from './session-storage.ts';

/** What is wrong with the connection to the server; empty when all is well. */
export const problem = signal('');

/** Name of the gateway that is shown; empty for the first one. */
const gatewayKey = 'tributary-gateway';
export const chosenGateway = sessionStorage.getItem(gatewayKey) ?? '';

/** Shows another gateway: everything that is known of this one goes. */
export function chooseGateway(name: string): void {
  sessionStorage.setItem(gatewayKey, name);
  location.hash = '#/live';
  location.reload();
}

type Query = Readonly<Record<string, string | number | undefined>>;

/** The server does not accept the session of this tab, or there is none. */
export class NoSession extends Error {}

/**
 * Asks the server.
 *
 * @throws {NoSession}
 * @throws {Error} with the server's text, or when the server does not respond
 */
export async function ask<Value>(
  route: string,
  query: Query = {},
  init: RequestInit = {},
): Promise<Value> {
  const session = readSession();
  const headers = session ? { [sessionHeader]: session.session } : {};
  const response = await fetch(toUrl(route, query), { ...init, headers });
  const value: unknown = await response.json();
  if (response.ok) return value as Value;
  const hasMessage = typeof value === 'object' && value !== null && 'message' in value;
  const text = hasMessage ? String(value.message) : `the server responded ${response.status}`;
  throw response.status === 401 ? new NoSession(text) : new Error(text);
}

/** A route with its query, and the gateway that is shown. */
export function toUrl(route: string, query: Query): string {
  const parameters = new URLSearchParams();
  const pass = route === routes.media ? readSession()?.pass : undefined;
  const gateway = chosenGateway || undefined;
  for (const [name, value] of Object.entries({ ...query, gateway, pass })) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return `${route}?${parameters}`;
}

const retryMs = 1500;

/** Asks again and again, each time for what is new, until the signal aborts. */
export async function follow(
  askNext: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await askNext(signal);
      problem.value = '';
    } catch (error) {
      if (signal.aborted) return;
      problem.value = describeProblem(error);
      console.debug(error);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

/** The server says what is wrong; when it does not respond, there is only a `TypeError`. */
function describeProblem(error: unknown): string {
  return error instanceof Error && !(error instanceof TypeError)
    ? error.message
    : 'The gateway does not respond. This page continues when it does.';
}
