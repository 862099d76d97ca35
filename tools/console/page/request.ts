import { signal } from '@preact/signals';

/** What is wrong with the connection to the server; empty when all is well. */
export const problem = signal('');

type Query = Readonly<Record<string, string | number | undefined>>;

/**
 * Asks the server.
 *
 * @throws {Error} with the server's text, or when the server does not respond
 */
export async function ask<Value>(
  route: string,
  query: Query = {},
  init: RequestInit = {},
): Promise<Value> {
  const response = await fetch(toUrl(route, query), init);
  const value: unknown = await response.json();
  if (response.ok) return value as Value;
  const hasMessage = typeof value === 'object' && value !== null && 'message' in value;
  throw new Error(hasMessage ? String(value.message) : `the server responded ${response.status}`);
}

/** A route with its query. */
export function toUrl(route: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
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
      problem.value = 'The gateway does not respond. This page continues when it does.';
      console.debug(error);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}
