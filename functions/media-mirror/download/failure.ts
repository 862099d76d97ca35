import type { MediaFailureReason } from '../../../shared/contract/media-events.ts';
import type { Failed, MediaFailure } from '../ports.ts';

/** The failure as a return value. */
export function failed(failure: MediaFailure): Failed {
  return { kind: 'failed', failure };
}

/**
 * The failure as an exception, for a body that breaks while it is read: a return value cannot leave
 * it. Thrown into the upload, it also keeps the upload from being completed.
 */
export class MediaDownloadError extends Error {
  override readonly name = 'MediaDownloadError';
  readonly failure: MediaFailure;

  constructor(failure: MediaFailure) {
    super(`the file could not be downloaded: ${failure.reason}`);
    this.failure = failure;
  }
}

/** Whether the same request may succeed later. */
export function isRetryable(reason: MediaFailureReason): boolean {
  switch (reason) {
    case 'gone':
    case 'refused':
    case 'too_large':
    case 'refused_address':
    case 'too_many_redirects':
    case 'no_location':
      return false;
    // A broken connection is the most common temporary fault, and a web page in place of a picture
    // is often an error page that a server sends with status 200 during an outage.
    case 'truncated':
    case 'type_mismatch':
    case 'unreachable':
    case 'timeout':
    case 'server_error':
    case 'rate_limited':
    // The operator can put another access token into the secret; the file waits for it.
    case 'not_authorized':
      return true;
    default:
      return reason satisfies never;
  }
}

/**
 * The failure that a status other than 200 means, unless it is a redirect. A 404, a 403 and most others
 * may be early: a provider sends its callback while its storage still copies the file, and a firewall
 * refuses requests for a minute. 410 says that the file is gone for good.
 */
export function toStatusFailure(
  status: number,
  retryAfterSeconds: number | undefined,
): MediaFailure {
  if (status === 410) return { reason: 'gone', status };
  if (status === 429) return { reason: 'rate_limited', status, retryAfterSeconds };
  // 408 Request Timeout and 425 Too Early ask for the same request again, as a 5xx does.
  const isTemporary = status >= 500 || status === 408 || status === 425;
  if (isTemporary) return { reason: 'server_error', status, retryAfterSeconds };
  const reason = status === 404 ? 'gone' : 'refused';
  return { reason, mayBeLate: true, status, retryAfterSeconds };
}

/**
 * The failure behind the error of a request that got no response.
 *
 * @throws the error itself when neither the mirror nor the network made it: it is a bug
 */
export function toRequestFailure(error: unknown): MediaFailure {
  return toFailure(error, 'unreachable');
}

/**
 * The failure behind an error while a body was read: whatever broke, the rest is missing.
 *
 * @throws the error itself when neither the mirror nor the network made it: it is a bug
 */
export function toBodyFailure(error: unknown): MediaFailure {
  return toFailure(error, 'truncated');
}

function toFailure(error: unknown, reason: 'unreachable' | 'truncated'): MediaFailure {
  if (error instanceof MediaDownloadError) return error.failure;
  if (!(error instanceof Error && 'code' in error)) throw error;
  const code = String(error.code);
  if (code === 'ABORT_ERR') return { reason: 'timeout' };
  // llhttp's codes: the server does not speak HTTP.
  if (code.startsWith('HPE_') && reason === 'unreachable') return { reason: 'server_error', code };
  return { reason, code };
}
