import type { MediaFailure } from './failure.ts';
import { maxFileMs } from './limits.ts';
import type { MessageMedia } from './media-message.ts';
import type { FetchOutcome, MirrorPorts } from './ports.ts';

type OpenPorts = Pick<MirrorPorts, 'locateMedia' | 'fetchMedia' | 'now'>;

/** How one try ended; `isStale`: the file is not where the provider's API said that it is. */
interface Try {
  readonly outcome: FetchOutcome;
  readonly isStale: boolean;
}

/**
 * Opens a file of a message wherever it is. Where the provider's API has to be asked for the place,
 * it is asked at once, and once more when the place has expired meanwhile.
 *
 * @throws {TributaryError} `secret_unavailable`
 */
export async function openMedia(
  media: MessageMedia,
  deadlineAt: Date,
  ports: OpenPorts,
): Promise<FetchOutcome> {
  const first = await tryToOpen(media, deadlineAt, ports);
  const last = first.isStale ? await tryToOpen(media, deadlineAt, ports) : first;
  return last.outcome;
}

async function tryToOpen(
  media: MessageMedia,
  deadlineAt: Date,
  { locateMedia, fetchMedia, now }: OpenPorts,
): Promise<Try> {
  const leftMs = () => Math.min(maxFileMs, deadlineAt.getTime() - now().getTime());
  const location = await locateMedia(media, leftMs());
  if (location.kind === 'failed') return { outcome: location, isStale: false };
  const timeoutMs = leftMs();
  if (timeoutMs <= 0) return { outcome: failed({ reason: 'timeout' }), isStale: false };
  const { url, credentials } = location;
  const outcome = await fetchMedia(url, timeoutMs, credentials);
  if (outcome.kind === 'opened' || credentials === undefined) return { outcome, isStale: false };
  const failure = toFailureOfFresh(outcome.failure);
  return { outcome: failed(failure), isStale: failure !== outcome.failure };
}

/**
 * What a refusal means at a place that the provider's API has just named: not that the file is gone
 * or refused for good, as elsewhere, but that the place has expired or the token is not taken there.
 */
function toFailureOfFresh(failure: MediaFailure): MediaFailure {
  if (failure.reason === 'gone') return { ...failure, reason: 'server_error' };
  return failure.reason === 'refused' ? { ...failure, reason: 'not_authorized' } : failure;
}

function failed(failure: MediaFailure): FetchOutcome {
  return { kind: 'failed', failure };
}
