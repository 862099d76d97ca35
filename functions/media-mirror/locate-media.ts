import { toConnectionSecret } from '../../shared/provider/connection-secret.ts';
import type { SecretSource } from '../../shared/provider/secret-source.ts';
import { askMediaApi } from './ask-media-api.ts';
import type { MediaFailure } from './failure.ts';
import type { FetchResponse } from './fetch-response.ts';
import type { ConfiguredMediaApi } from './media-apis.ts';
import type { MessageMedia } from './media-message.ts';
import type { LocateMedia, MediaLocation } from './ports.ts';

/** A provider's media API, and where its access token is. */
export interface MediaSource {
  readonly api: ConfiguredMediaApi;
  readonly secrets: SecretSource;
}

export interface LocatorSettings {
  /** By provider id; a provider whose callbacks carry links has none. */
  readonly sources: Readonly<Record<string, MediaSource>>;
  readonly fetchResponse: FetchResponse;
  readonly now: () => Date;
}

/**
 * Makes the function that finds out where a file is. An id is good for days and a link for minutes,
 * so where there is an id, the provider's API is asked each time, even if the event has a link.
 *
 * A token that is not taken, or is not there, makes it fetch the secret once more: it may have been
 * renewed. A rate limit is kept to: until it is over, no further question is sent for that account.
 */
export function createMediaLocator(settings: LocatorSettings): LocateMedia {
  const { sources, fetchResponse, now } = settings;
  /** End of the rate limit, by account, in milliseconds since the epoch. */
  const limitedUntil = new Map<string, number>();

  async function ask(source: MediaSource, media: MessageMedia, id: string, timeoutMs: number) {
    const { provider, account } = media.message.metadata;
    const connection = account?.connection;
    const owner = JSON.stringify([provider, connection]);
    const leftMs = (limitedUntil.get(owner) ?? 0) - now().getTime();
    if (leftMs > 0) return failed({ reason: 'rate_limited', retryAfterSeconds: toSeconds(leftMs) });

    const response = await withToken(source.secrets, connection, (accessToken) =>
      askMediaApi(source.api, id, accessToken, timeoutMs, fetchResponse),
    );
    if (response.kind === 'failed' && response.failure.reason === 'rate_limited') {
      const { retryAfterSeconds = 0 } = response.failure;
      limitedUntil.set(owner, now().getTime() + retryAfterSeconds * 1_000);
    }
    return response;
  }

  return async (media, timeoutMs) => {
    const { url, providerMediaId } = media.item;
    const { provider } = media.message.metadata;
    const source = Object.hasOwn(sources, provider) ? sources[provider] : undefined;
    if (source !== undefined && providerMediaId !== undefined) {
      return ask(source, media, providerMediaId, timeoutMs);
    }
    return url === undefined ? failed({ reason: 'no_location' }) : { kind: 'located', url };
  };
}

/** Asks with the access token at hand, and again if a renewed one is in the secret. */
async function withToken(
  secrets: SecretSource,
  connection: string | undefined,
  ask: (accessToken: string) => Promise<MediaLocation>,
): Promise<MediaLocation> {
  const { accessToken } = toConnectionSecret(await secrets.get(), connection);
  const location =
    accessToken === undefined ? failed({ reason: 'not_authorized' }) : await ask(accessToken);
  if (location.kind === 'located' || location.failure.reason !== 'not_authorized') return location;
  const fresh = await secrets.refresh();
  const renewed = fresh && toConnectionSecret(fresh, connection).accessToken;
  return renewed === undefined || renewed === accessToken ? location : ask(renewed);
}

function failed(failure: MediaFailure): MediaLocation {
  return { kind: 'failed', failure };
}

function toSeconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000);
}
