import type { Manifest } from '../../../shared/provider/manifest.ts';
import { toUrlAtFunction } from '../../emulator-client/local-urls.ts';
import { OperatorError } from '../operator-error.ts';
import { signAsProvider } from '../secrets/sign-as-provider.ts';
import type { Sender } from './plan-callbacks.ts';
import type { TestCallback } from './test-callbacks.ts';

/** Longer than any endpoint takes: an HTTP API ends a request after 30 seconds. */
const timeoutMs = 35_000;

/** How the text of an error begins after which it is not known what the gateway has stored. */
export const noResponse = 'no response from';

/** The response of an endpoint. */
export interface SentCallback {
  readonly status: number;
  readonly body: string;
  readonly tookMs: number;
  /** By the clock of `performance.now()`. */
  readonly respondedAtMs: number;
}

/** Why a callback of this provider cannot be signed; `undefined` when it can, or need not be. */
export function whyUnsigned(
  { adapter, secret, headers }: Sender,
  url: string,
  { body }: TestCallback,
  receivedAt: Date,
): string | undefined {
  const callback = { method: methodOf(adapter.manifest), url, body, receivedAt };
  return signAsProvider(callback, headers, secret, adapter.manifest).unsignedBecause;
}

/**
 * Sends a callback as the provider does.
 *
 * @param signal sends nothing once it is aborted. A callback that is under way goes on: the gateway would store
 *   it after the run was erased
 * @throws {OperatorError} without a response
 */
export async function sendCallback(
  { adapter: { manifest }, secret, headers }: Sender,
  url: string,
  { body, contentType }: TestCallback,
  receivedAt: Date,
  signal: AbortSignal,
): Promise<SentCallback> {
  signal.throwIfAborted();
  const method = methodOf(manifest);
  const signed = signAsProvider(
    { method, url: toUrlAtFunction(url), body, receivedAt },
    { ...headers, 'content-type': contentType },
    secret,
    manifest,
  );
  const startedAtMs = performance.now();
  const timeout = AbortSignal.timeout(timeoutMs);
  const post = () => fetch(url, { method, headers: signed.headers, body, signal: timeout });
  const again = (error: unknown) => (isClosed(error) ? post() : Promise.reject(error));
  const response = await post()
    .catch(again)
    .catch((cause: unknown) => {
      const { origin } = new URL(url);
      throw new OperatorError(
        `${noResponse} ${origin}: check the DNS record of a custom domain, then the API`,
        { cause },
      );
    });
  const text = await response.text();
  const respondedAtMs = performance.now();
  return {
    status: response.status,
    body: text,
    tookMs: respondedAtMs - startedAtMs,
    respondedAtMs,
  };
}

/**
 * Whether the endpoint closed the connection at the moment when it was to be used again, as it does after some
 * idle seconds. A provider sends again, too.
 */
function isClosed(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(code);
}

function methodOf({ methods }: Manifest): string {
  return methods[0] ?? 'POST';
}

/** The URL with another token of the same length. */
export function withWrongToken(url: string): string {
  const slash = url.lastIndexOf('/') + 1;
  const token = url.slice(slash);
  return `${url.slice(0, slash)}${'verify'.padEnd(token.length, '-').slice(0, token.length)}`;
}

/** The secret with another signing key; `undefined` when the provider does not sign with one. */
export function withWrongKey({ adapter, secret, headers }: Sender): Sender | undefined {
  const { signature } = adapter.manifest;
  if (signature === undefined || secret.signingKeys === undefined) return undefined;
  const wrong = secret.signingKeys.map((key) => [...key].reverse().join('-'));
  return { adapter, secret: { ...secret, signingKeys: wrong }, headers };
}
