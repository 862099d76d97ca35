import { MediaDownloadError, type MediaFailure } from './failure.ts';

/**
 * The failure behind an error of a request that got no response. What is neither ours nor the
 * network's is a bug and is thrown again.
 */
export function toRequestFailure(error: unknown): MediaFailure {
  return toFailure(error, 'unreachable');
}

/** The failure behind an error while a body was read: whatever broke, the rest is missing. */
export function toBodyFailure(error: unknown): MediaFailure {
  return toFailure(error, 'truncated');
}

function toFailure(error: unknown, otherwise: 'unreachable' | 'truncated'): MediaFailure {
  if (error instanceof MediaDownloadError) return error.failure;
  if (!(error instanceof Error && 'code' in error)) throw error;
  const code = String(error.code);
  if (code === 'ABORT_ERR') return { reason: 'timeout' };
  // llhttp's codes: what answered does not speak HTTP.
  if (code.startsWith('HPE_') && otherwise === 'unreachable')
    return { reason: 'server_error', code };
  return { reason: otherwise, code };
}
