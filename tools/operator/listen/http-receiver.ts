import { UsageError } from '../../command-line/command-error.ts';
import { toLine } from '../terminal/text.ts';
import type { Attempt, Receiver } from './delivery.ts';
import type { ToEventRequest } from './event-request.ts';
import { explainCause } from './explain-cause.ts';

/** Twice as long as an HTTP subscription waits: a developer looks at a breakpoint. */
const timeoutMs = 30_000;

/** An endpoint on this machine, and what is sent to it beside the events. */
export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends each event to an HTTP endpoint, which has to respond with 2xx. Redirects are not followed. */
export function createHttpReceiver(
  { url, headers }: Endpoint,
  toRequest: ToEventRequest,
): Receiver {
  return {
    name: url,
    async receive(event, signal): Promise<Attempt> {
      const request = toRequest(event);
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers, ...request.headers },
          body: request.body,
          redirect: 'manual',
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
        // A connection is used again once its response is read.
        const text = await response.text();
        const { status, ok } = response;
        const body = ok ? '' : firstLineOf(text);
        const isRetryable = status === 429 || status >= 500;
        return { isAccepted: ok, isRetryable, status, ...(body !== '' && { body }) };
      } catch (error) {
        return { isAccepted: false, isRetryable: true, problem: explainCause(error) };
      }
    },
  };
}

const maxBodyLength = 200;

function firstLineOf(text: string): string {
  const [line = ''] = text.trim().split(/[\r\n]/, 1);
  return toLine(line.slice(0, maxBodyLength));
}

/**
 * Reads an endpoint.
 *
 * @param target a URL; without a scheme it is `http`: `localhost:3000/hook`
 * @param headerLines further headers, `Name: value`
 * @throws {UsageError} for a text that is not a URL, and for a header that has no name
 */
export function readEndpoint(target: string, headerLines: readonly string[] = []): Endpoint {
  const written = /^[a-z][a-z\d+.-]*:\/\//i.test(target) ? target : `http://${target}`;
  const url = URL.parse(written);
  if (url !== null && /^https?:$/.test(url.protocol) && !url.username) {
    return { url: url.href, headers: readHeaders(headerLines) };
  }
  throw new UsageError(`--forward: ${target} is not an HTTP URL: write http://localhost:3000/hook`);
}

function readHeaders(lines: readonly string[]): Readonly<Record<string, string>> {
  const headers = lines.map((line) => {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) return [name.toLowerCase(), value];
    throw new UsageError(`--header must be a name, a colon and a value: 'X-Tenant: dev'`);
  });
  return Object.fromEntries(headers);
}
