import type { IncomingMessage } from 'node:http';
import { parseRetryAfter } from '../../../shared/http/retry-after.ts';
import type { Credentials, FetchMedia, FetchOutcome } from '../ports.ts';
import { failed, toRequestFailure, toStatusFailure } from './failure.ts';
import { type FetchSettings, readBody, sendRequest } from './send-request.ts';

/** One hop ends in a response, in a redirect to the next hop, or in a failure. */
type Hop = FetchOutcome | { readonly kind: 'redirected'; readonly url: URL };

const compressions = new Set([
  'br',
  'compress',
  'dcb',
  'dcz',
  'deflate',
  'gzip',
  'x-compress',
  'x-gzip',
  'zstd',
]);

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * Makes the function that opens a provider's file over HTTP. Every hop is checked against the address
 * rules before anything is sent; hops, bytes and time are limited.
 */
export function createMediaFetcher(settings: FetchSettings): FetchMedia {
  return async (address, timeoutMs, credentials) => {
    const signal = AbortSignal.timeout(timeoutMs);
    let url = URL.parse(address);
    for (let hop = 0; hop <= settings.limits.maxRedirects; hop += 1) {
      if (url === null) return failed({ reason: 'no_location' });
      // Where a server leads is not the provider's word, not even to itself: no credentials.
      const proof = hop === 0 ? credentials : undefined;
      const outcome = await requestHop(url, settings, signal, proof);
      if (outcome.kind !== 'redirected') return outcome;
      url = outcome.url;
    }
    return failed({ reason: 'too_many_redirects' });
  };
}

async function requestHop(
  url: URL,
  settings: FetchSettings,
  signal: AbortSignal,
  credentials: Credentials | undefined,
): Promise<Hop> {
  try {
    const response = await sendRequest(url, settings, signal, credentials);
    const hop = toHop(response, url, settings, signal);
    if (hop.kind !== 'opened') response.destroy();
    return hop;
  } catch (error) {
    return failed(toRequestFailure(error));
  }
}

/** What the header of a response means. */
function toHop(
  response: IncomingMessage,
  url: URL,
  settings: FetchSettings,
  signal: AbortSignal,
): Hop {
  const { headers, statusCode: status = 0 } = response;
  if (redirectStatuses.has(status) && headers.location !== undefined) {
    const next = URL.parse(headers.location, url.href);
    return next ? { kind: 'redirected', url: next } : failed({ reason: 'no_location', status });
  }
  if (status !== 200) {
    const retryAfterSeconds = parseRetryAfter(headers['retry-after'], settings.now());
    return failed(toStatusFailure(status, retryAfterSeconds));
  }
  // The request asked for the plain file. Decompressing a response anyway would invite compression
  // bombs; storing it compressed would give consumers something other than the file.
  if (isCompressed(headers['content-encoding'])) return failed({ reason: 'type_mismatch', status });
  if (Number(headers['content-length'] ?? 0) > settings.limits.maxBytes) {
    return failed({ reason: 'too_large', status });
  }
  return {
    kind: 'opened',
    response: {
      contentType: headers['content-type'],
      body: readBody(response, settings.limits, signal),
      close: () => response.destroy(),
    },
  };
}

/**
 * Storage servers send back whatever the uploader set as content encoding (`utf-8`, `aws-chunked`):
 * only real compressions count.
 */
function isCompressed(contentEncoding = ''): boolean {
  return contentEncoding.split(',').some((coding) => compressions.has(coding.trim().toLowerCase()));
}
