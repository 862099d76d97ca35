import type { MediaFailureReason } from '../../shared/contract/media-events.ts';

/** Why one attempt to fetch a file failed. */
export interface MediaFailure {
  readonly reason: MediaFailureReason;
  /** HTTP status that the server answered, for the log. */
  readonly status?: number | undefined;
  /** Code of the network error (`ECONNREFUSED`), for the log. Never a text: those hold addresses. */
  readonly code?: string | undefined;
  /** How long the server asked us to stay away, in seconds. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * Carries a failure out of a body that is being read, where a return value has no way: thrown into
 * the upload, it keeps the upload from being completed.
 */
export class MediaDownloadError extends Error {
  override readonly name = 'MediaDownloadError';
  readonly failure: MediaFailure;

  constructor(failure: MediaFailure) {
    super(`media could not be downloaded: ${failure.reason}`);
    this.failure = failure;
  }
}

/** Whether the same request may succeed later without anybody changing anything. */
export function isRetryable(reason: MediaFailureReason): boolean {
  switch (reason) {
    case 'gone':
    case 'refused':
    case 'too_large':
    case 'refused_address':
    case 'too_many_redirects':
    case 'no_location':
      return false;
    // A broken connection is the commonest temporary fault, and a page in place of a picture is
    // often an error page that a server sends with status 200 while it is unwell.
    case 'truncated':
    case 'type_mismatch':
    case 'unreachable':
    case 'timeout':
    case 'server_error':
    case 'rate_limited':
    // The owner can put another access token into the secret; the file waits for it.
    case 'not_authorized':
      return true;
    default:
      return reason satisfies never;
  }
}

/** The failure that a status other than 200 means, when it is no redirect. */
export function toStatusFailure(
  status: number,
  retryAfterSeconds: number | undefined,
): MediaFailure {
  if (status === 404 || status === 410) return { reason: 'gone', status };
  if (status === 429) return { reason: 'rate_limited', status, retryAfterSeconds };
  // 408 Request Timeout and 425 Too Early ask for the same request again, as a 5xx does.
  const temporary = status >= 500 || status === 408 || status === 425;
  return temporary
    ? { reason: 'server_error', status, retryAfterSeconds }
    : { reason: 'refused', status };
}
