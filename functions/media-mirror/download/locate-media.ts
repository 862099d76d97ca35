import { toConnectionSecret } from '../../../shared/provider/connection-secret.ts';
import type { ConnectionSecret } from '../../../shared/provider/provider-secret.ts';
import type { SecretSource } from '../../../shared/provider/secret-source.ts';
import type { Credentials, LocateMedia, MediaLocation, MessageMedia } from '../ports.ts';
import type { ConfiguredMediaAccess, ConfiguredMediaApi } from '../settings.ts';
import { askMediaApi, type FetchJson } from './ask-media-api.ts';
import { failed } from './failure.ts';

/** How to get a provider's files, and the secret with the credentials. */
export interface MediaSource {
  readonly access: ConfiguredMediaAccess;
  readonly secrets: SecretSource;
}

export interface LocatorSettings {
  /** By provider id; a provider whose links open without credentials has no source. */
  readonly sources: Readonly<Record<string, MediaSource>>;
  readonly fetchJson: FetchJson;
  readonly now: () => Date;
}

/** What proves to a provider that a request is the owner's. */
type Proof = Pick<Credentials, 'header' | 'value'>;

/**
 * Makes the function that finds the location of a file. An id is valid for days and a link for
 * minutes, so an item with an id is looked up at the provider's API in every attempt, even if the
 * event has a link.
 *
 * When the API rejects the credentials, or the secret has none, the secret is fetched once more: they
 * may have been renewed. After a rate limit, no request is sent for that account until the limit ends.
 */
export function createMediaLocator(settings: LocatorSettings): LocateMedia {
  const { sources, fetchJson, now } = settings;
  /** End of the rate limit, by account, in milliseconds since the epoch. */
  const limitedUntil = new Map<string, number>();

  async function locateById(
    source: MediaSource & { readonly api: ConfiguredMediaApi },
    media: MessageMedia,
    id: string,
    timeoutMs: number,
  ) {
    const { provider, account } = media.message.metadata;
    const connection = account?.connection;
    const owner = JSON.stringify([provider, connection]);
    const leftMs = (limitedUntil.get(owner) ?? 0) - now().getTime();
    if (leftMs > 0) return failed({ reason: 'rate_limited', retryAfterSeconds: toSeconds(leftMs) });

    const location = await withProof(source, connection, (proof) =>
      askMediaApi(source.api, id, proof, timeoutMs, fetchJson),
    );
    if (location.kind === 'failed' && location.failure.reason === 'rate_limited') {
      const { retryAfterSeconds = 0 } = location.failure;
      limitedUntil.set(owner, now().getTime() + retryAfterSeconds * 1_000);
    }
    return location;
  }

  return async (media, timeoutMs) => {
    const { url, providerMediaId } = media.item;
    const { provider, account } = media.message.metadata;
    const source = Object.hasOwn(sources, provider) ? sources[provider] : undefined;
    const api = source?.access.api;
    if (source !== undefined && api !== undefined && providerMediaId !== undefined) {
      return locateById({ ...source, api }, media, providerMediaId, timeoutMs);
    }
    if (url === undefined) return failed({ reason: 'no_location' });
    if (source === undefined || !needsCredentials(url, source.access)) {
      return { kind: 'located', url };
    }
    const secret = toConnectionSecret(await source.secrets.get(), account?.connection);
    return locateLink(url, toProof(source.access, secret));
  };
}

/** A link that needs credentials. Without any, the server decides: it may not demand them from everybody. */
function locateLink(url: string, proof: Proof | undefined): MediaLocation {
  const credentials = proof && { ...proof, origins: [new URL(url).origin] };
  return { kind: 'located', url, credentials, refusalMeans: 'not_authorized' };
}

/** Whether a link has the form of those that need the credentials. */
function needsCredentials(link: string, { links = [] }: ConfiguredMediaAccess): boolean {
  const url = URL.parse(link);
  return url !== null && links.some((form) => toPattern(form).test(`${url.origin}${url.pathname}`));
}

/** `https://api.parrot.example/media/{id}`: a name in braces is any part of a segment. */
function toPattern(form: string): RegExp {
  const parts = form.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\w.-]+')}$`);
}

/** Asks with the known credentials, and again if the secret holds renewed ones. */
async function withProof(
  { access, secrets }: MediaSource,
  connection: string | undefined,
  ask: (proof: Proof) => Promise<MediaLocation>,
): Promise<MediaLocation> {
  const proof = toProof(access, toConnectionSecret(await secrets.get(), connection));
  const location = proof === undefined ? failed({ reason: 'not_authorized' }) : await ask(proof);
  if (location.kind === 'located' || location.failure.reason !== 'not_authorized') return location;
  const fresh = await secrets.refresh();
  const renewed = fresh && toProof(access, toConnectionSecret(fresh, connection));
  return renewed === undefined || renewed.value === proof?.value ? location : ask(renewed);
}

/** `undefined` when the secret lacks what the provider wants to see. */
function toProof(
  { authorization }: ConfiguredMediaAccess,
  { accessUser, accessToken }: ConnectionSecret,
): Proof | undefined {
  if (accessToken === undefined) return undefined;
  if (authorization === 'bearer')
    return { header: 'authorization', value: `Bearer ${accessToken}` };
  if (authorization !== 'basic') {
    const { header, prefix = '' } = authorization;
    return { header, value: `${prefix}${accessToken}` };
  }
  if (accessUser === undefined) return undefined;
  const pair = Buffer.from(`${accessUser}:${accessToken}`).toString('base64');
  return { header: 'authorization', value: `Basic ${pair}` };
}

function toSeconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000);
}
