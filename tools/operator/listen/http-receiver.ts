import { UsageError } from '../../command-line/command-error.ts';
import type { Attempt, Receiver } from './delivery.ts';
import { explainCause } from './explain-cause.ts';

/** As long as EventBridge and most senders of webhooks wait, and long enough for a breakpoint's second. */
const timeoutMs = 30_000;

/**
 * The HTTP endpoint that `--forward` names. It gets each event as JSON, as a rule's target receives it, and has to
 * respond with 2xx. Redirects are not followed.
 *
 * @param target a URL; without a scheme it is `http`: `localhost:3000/hook`
 * @param headerLines further headers, `Name: value`
 * @throws {UsageError} for a text that is not a URL, and for a header that has no name
 */
export function createHttpReceiver(target: string, headerLines: readonly string[] = []): Receiver {
  const url = readUrl(target);
  const headers = readHeaders(headerLines);
  return {
    name: url,
    async receive(event, signal): Promise<Attempt> {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(event),
          redirect: 'manual',
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
        // A connection is used again once its response is read.
        await response.arrayBuffer();
        const { status, ok } = response;
        return { isAccepted: ok, isRetryable: status === 429 || status >= 500, status };
      } catch (error) {
        return { isAccepted: false, isRetryable: true, problem: explainCause(error) };
      }
    },
  };
}

function readUrl(target: string): string {
  const written = /^[a-z][a-z\d+.-]*:\/\//i.test(target) ? target : `http://${target}`;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username) return url.href;
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
