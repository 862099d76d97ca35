import http from 'node:http';
import https from 'node:https';
import { type AddressRules, checkTarget, onlyTo } from '../../shared/http/address-rules.ts';
import { parseRetryAfter } from '../../shared/http/retry-after.ts';
import { findUrlProblem, isLoopbackUrl } from '../../shared/http-subscription/receiver-url.ts';
import type { SignedWebhook } from '../../shared/http-subscription/webhook.ts';
import { longestPostMs } from './limits.ts';
import type { PostFailure, PostOutcome, PostToReceiver } from './ports.ts';

export interface PostSettings {
  /** Where to post. */
  readonly url: string;
  readonly rules: Pick<AddressRules, 'resolve' | 'isAllowed'>;
  /** Whether an `http:` URL of this machine is allowed: only on the emulator. */
  readonly allowsLoopback: boolean;
  readonly now: () => Date;
  /** For the whole request. @default {@link longestPostMs} */
  readonly timeoutMs?: number;
}

/**
 * Posts webhooks to one receiver. The name is resolved for every request and all its addresses must be public;
 * the request goes to no other. Redirects are not followed, and of the response only the header is read.
 */
export function createPostToReceiver(settings: PostSettings): PostToReceiver {
  const { url: text, rules, allowsLoopback, timeoutMs = longestPostMs } = settings;
  const url = URL.parse(text);
  return async (webhook) => {
    if (url === null || findUrlProblem(text) !== undefined) return failed('refused_address');
    const isLocal = isLoopbackUrl(url);
    if (isLocal && !allowsLoopback) return failed('refused_address');
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const localOrigins = isLocal ? [url.origin] : [];
      const target = await until(signal, checkTarget(url, { ...rules, localOrigins }));
      if (target.kind === 'refused') return failed('refused_address');
      return toOutcome(await post(url, target.addresses, webhook, signal), settings.now());
    } catch (error) {
      return { kind: 'failed', failure: toFailure(error, signal) };
    }
  };
}

function failed(reason: PostFailure['reason']): PostOutcome {
  return { kind: 'failed', failure: { reason } };
}

function toOutcome(
  { statusCode: status = 0, headers }: http.IncomingMessage,
  now: Date,
): PostOutcome {
  if (status >= 200 && status < 300) return { kind: 'accepted', status };
  const retryAfterSeconds = parseRetryAfter(headers['retry-after'], now);
  return { kind: 'failed', failure: { reason: 'status', status, retryAfterSeconds } };
}

/** @throws the error itself when the network did not make it: it is a bug */
function toFailure(error: unknown, signal: AbortSignal): PostFailure {
  if (signal.aborted) return { reason: 'timeout' };
  if (!(error instanceof Error && 'code' in error)) throw error;
  return { reason: 'unreachable', code: String(error.code) };
}

/** The system's resolver takes no signal. */
async function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort);
  return Promise.race([work, aborted.promise]).finally(() =>
    signal.removeEventListener('abort', abort),
  );
}

/** Resolves with the header of the response, whose body is not read. */
function post(
  url: URL,
  addresses: readonly string[],
  { headers, body }: SignedWebhook,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const { request: send, Agent } = url.protocol === 'https:' ? https : http;
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const request = send({
      agent: new Agent(onlyTo(addresses)),
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: `${url.pathname}${url.search}`,
      headers: {
        'content-type': 'application/json',
        'content-length': bytes.length,
        'user-agent': 'tributary-webhooks/1',
        ...headers,
      },
      signal,
    });
    request.once('response', (response) => {
      response.destroy();
      resolve(response);
    });
    // Stays for as long as the request: an error without a listener would end the process.
    request.on('error', reject);
    // When a server changes the protocol (101), Node emits neither a response nor an error.
    request.once('close', () => reject(closedError()));
    request.end(bytes);
  });
}

function closedError(): Error {
  return Object.assign(new Error('the connection was closed without a response'), {
    code: 'CLOSED',
  });
}
