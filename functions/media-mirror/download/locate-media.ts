import { toConnectionSecret } from '../../../shared/provider/connection-secret.ts';
import type { SecretSource } from '../../../shared/provider/secret-source.ts';
import type { LocateMedia, MediaLocation, MessageMedia } from '../ports.ts';
import type { ConfiguredMediaApi } from '../settings.ts';
import { askMediaApi, type FetchJson } from './ask-media-api.ts';
import { failed } from './failure.ts';

/** A provider's media API, and the secret with its access token. */
export interface MediaSource {
  readonly api: ConfiguredMediaApi;
  readonly secrets: SecretSource;
}

export interface LocatorSettings {
  /** By provider id; a provider whose callbacks carry links has no source. */
  readonly sources: Readonly<Record<string, MediaSource>>;
  readonly fetchJson: FetchJson;
  readonly now: () => Date;
}

/**
 * Makes the function that finds the location of a file. An id is valid for days and a link for
 * minutes, so an item with an id is looked up at the provider's API in every attempt, even if the
 * event has a link.
 *
 * When the API rejects the access token, or the secret has none, the secret is fetched once more: the
 * token may have been renewed. After a rate limit, no request is sent for that account until the
 * limit ends.
 */
export function createMediaLocator(settings: LocatorSettings): LocateMedia {
  const { sources, fetchJson, now } = settings;
  /** End of the rate limit, by account, in milliseconds since the epoch. */
  const limitedUntil = new Map<string, number>();

  async function locateById(
    source: MediaSource,
    media: MessageMedia,
    id: string,
    timeoutMs: number,
  ) {
    const { provider, account } = media.message.metadata;
    const connection = account?.connection;
    const owner = JSON.stringify([provider, connection]);
    const leftMs = (limitedUntil.get(owner) ?? 0) - now().getTime();
    if (leftMs > 0) return failed({ reason: 'rate_limited', retryAfterSeconds: toSeconds(leftMs) });

    const location = await withToken(source.secrets, connection, (accessToken) =>
      askMediaApi(source.api, id, accessToken, timeoutMs, fetchJson),
    );
    if (location.kind === 'failed' && location.failure.reason === 'rate_limited') {
      const { retryAfterSeconds = 0 } = location.failure;
      limitedUntil.set(owner, now().getTime() + retryAfterSeconds * 1_000);
    }
    return location;
  }

  return async (media, timeoutMs) => {
    const { url, providerMediaId } = media.item;
    const { provider } = media.message.metadata;
    const source = Object.hasOwn(sources, provider) ? sources[provider] : undefined;
    if (source !== undefined && providerMediaId !== undefined) {
      return locateById(source, media, providerMediaId, timeoutMs);
    }
    return url === undefined ? failed({ reason: 'no_location' }) : { kind: 'located', url };
  };
}

/** Asks with the known access token, and again if the secret holds a renewed one. */
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

function toSeconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000);
}
