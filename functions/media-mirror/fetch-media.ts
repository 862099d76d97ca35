import type { IncomingMessage } from 'node:http';
import { type MediaFailure, toStatusFailure } from './failure.ts';
import { toRequestFailure } from './network-failure.ts';
import { type FetchSettings, openUrl } from './open-url.ts';
import type { Credentials, FetchMedia, FetchOutcome } from './ports.ts';
import { readBody } from './read-body.ts';
import { parseRetryAfter } from './retry-after.ts';

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
 * Makes the function that opens a file of a provider over HTTP. Every hop is checked against the
 * address rules before anything is sent; hops, bytes and time are limited.
 */
export function createMediaFetcher(settings: FetchSettings): FetchMedia {
  return async (address, timeoutMs, credentials) => {
    const signal = AbortSignal.timeout(timeoutMs);
    let url = URL.parse(address);
    for (let hop = 0; hop <= settings.limits.maxRedirects; hop += 1) {
      if (url === null) return failed({ reason: 'no_location' });
      const outcome = await openHop(url, settings, signal, credentials);
      if (outcome.kind !== 'redirected') return outcome;
      url = outcome.url;
    }
    return failed({ reason: 'too_many_redirects' });
  };
}

async function openHop(
  url: URL,
  settings: FetchSettings,
  signal: AbortSignal,
  credentials: Credentials | undefined,
): Promise<Hop> {
  try {
    const response = await openUrl(url, settings, signal, credentials);
    const hop = judge(response, url, settings, signal);
    if (hop.kind !== 'opened') response.destroy();
    return hop;
  } catch (error) {
    return failed(toRequestFailure(error));
  }
}

/** What the header of a response means. */
function judge(
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
  // We asked for the file as it is. Decoding what we did not ask for would invite bombs, and storing
  // it as it came would give consumers something else than the file.
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

/** Storage servers hand back whatever an uploader wrote here (`utf-8`, `aws-chunked`): no matter. */
function isCompressed(contentEncoding = ''): boolean {
  return contentEncoding.split(',').some((coding) => compressions.has(coding.trim().toLowerCase()));
}

function failed(failure: MediaFailure): {
  readonly kind: 'failed';
  readonly failure: MediaFailure;
} {
  return { kind: 'failed', failure };
}
