import { EventEmitter, once } from 'node:events';
import type { CallbackPage, LoggedCallback } from '../../emulator-client/callback-log.ts';
import type { HttpRequest } from './http-event.ts';
import type { HttpResponse } from './http-response.ts';

/** The newest callbacks with their responses, refused ones too. It is in memory only. */
export interface CallbackLog {
  /** Appends a request, unless it has the method `DELETE`: no provider uses that, and `doctor` asks by it. */
  append(received: ReceivedCallback): void;
  /** The callback with this sequence; `undefined` once newer ones have taken its place. */
  find(sequence: number): LoggedCallback | undefined;
  /** The callbacks after a sequence that are still there, without their bodies. */
  pageAfter(sequence: number): CallbackPage;
  /** Waits for a callback after the sequence, or until the signal aborts. */
  waitAfter(sequence: number, signal: AbortSignal): Promise<void>;
}

/** A callback and its response. */
export interface ReceivedCallback {
  readonly endpoint: LoggedCallback['endpoint'];
  /** Name of the gateway that it came to; absent for the first one. */
  readonly gateway?: string | undefined;
  /** `/<provider>/<token>` and what follows. */
  readonly path: string;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly receivedAt: Date;
  readonly elapsedMs: number;
}

const maxCallbacks = 500;
/** Of one body; more is cut. */
const maxBodyBytes = 1024 * 1024;
/** Of all bodies together: the oldest callbacks make room. */
const maxLogBytes = 64 * 1024 * 1024;

/**
 * Headers whose values cannot be a secret. The owner chooses the names of secret headers, so every
 * other value is hidden.
 */
const shownHeaders = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'host',
  'transfer-encoding',
  'user-agent',
]);

const hidden = '…';

export function createCallbackLog(limits = { maxCallbacks, maxLogBytes }): CallbackLog {
  const callbacks: LoggedCallback[] = [];
  const appended = new EventEmitter().setMaxListeners(0);
  let last = 0;
  let storedChars = 0;
  return {
    append(received) {
      if (received.request.method === 'DELETE') return;
      last += 1;
      const logged = toLogged(received, last);
      callbacks.push(logged);
      storedChars += sizeOf(logged);
      while (
        callbacks.length > limits.maxCallbacks ||
        (storedChars > limits.maxLogBytes && callbacks.length > 1)
      ) {
        const oldest = callbacks.shift();
        storedChars -= oldest === undefined ? 0 : sizeOf(oldest);
      }
      appended.emit('callback');
    },
    find: (sequence) => callbacks.find((each) => each.sequence === sequence),
    pageAfter: (sequence) => ({
      callbacks: callbacks.filter((each) => each.sequence > sequence).map(toSummary),
      last,
    }),
    async waitAfter(sequence, signal) {
      while (last <= sequence && !signal.aborted) {
        await once(appended, 'callback', { signal }).catch(() => undefined);
      }
    },
  };
}

function toLogged(received: ReceivedCallback, sequence: number): LoggedCallback {
  const { endpoint, gateway, path, request, response, receivedAt, elapsedMs } = received;
  const [, provider = ''] = path.split(/[/?]/);
  return {
    sequence,
    receivedAt: receivedAt.toISOString(),
    endpoint,
    gateway,
    method: request.method,
    path: hideToken(path),
    provider,
    bodyBytes: request.body.length,
    status: response.statusCode,
    elapsedMs,
    headers: hideSecrets(request.headers),
    bodyBase64: request.body.subarray(0, maxBodyBytes).toString('base64'),
    response: { headers: hideSecrets(response.headers), body: response.body.toString() },
  };
}

function toSummary(callback: LoggedCallback): CallbackPage['callbacks'][number] {
  const { headers: _headers, bodyBase64: _body, response: _response, ...summary } = callback;
  return summary;
}

/** The token is the segment after the provider; a query may hold a verify token. */
function hideToken(path: string): string {
  const [before = '', query] = path.split('?');
  const [root = '', provider = '', token, ...rest] = before.split('/');
  const shown = [root, provider, ...(token ? [hidden] : []), ...rest].join('/');
  return query === undefined ? shown : `${shown}?${hidden}`;
}

function hideSecrets(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      shownHeaders.has(name.toLowerCase()) ? [value].flat().join(', ') : hidden,
    ]),
  );
}

function sizeOf({ bodyBase64, response }: LoggedCallback): number {
  return bodyBase64.length + response.body.length;
}
