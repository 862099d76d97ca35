import type { DecodedBody, UndecodableBody } from '../../shared/provider/body-codec.ts';
import { toConnectionSecret } from '../../shared/provider/connection-secret.ts';
import type { CallbackRequest, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { SecretSource } from '../../shared/provider/secret-source.ts';
import { verifyToken } from '../../shared/provider/verify-callback.ts';

/** What a request proves to be. */
export type Proof =
  | { readonly kind: 'callback'; readonly connection?: string | undefined }
  | { readonly kind: 'handshake'; readonly body: string }
  | { readonly kind: 'none' };

/**
 * Decodes the body of the request when it is first called; `undefined` for one that is too large.
 * A handshake may need it before the callback is authenticated, and both need it only once.
 */
export type DecodeOnce = () => DecodedBody | UndecodableBody | undefined;

/**
 * Authenticates a request. A mismatch may be a rotation that this function has not seen yet, so the
 * secret is then fetched once more. Nothing is decoded without the right token.
 *
 * @throws {TributaryError} `secret_unavailable`
 */
export async function authenticate(
  request: CallbackRequest,
  adapter: ProviderAdapter,
  decode: DecodeOnce,
  secrets: SecretSource,
): Promise<Proof> {
  const proof = readProof(request, adapter, decode, await secrets.get());
  if (proof.kind !== 'none') return proof;
  const fresh = await secrets.refresh();
  return fresh === undefined ? proof : readProof(request, adapter, decode, fresh);
}

function readProof(
  request: CallbackRequest,
  adapter: ProviderAdapter,
  decode: DecodeOnce,
  secret: ProviderSecret,
): Proof {
  const { handshake, methods } = adapter.manifest;
  if (handshake?.method === request.method) {
    const body = readHandshake(request, adapter, decode, secret);
    if (body !== undefined) return { kind: 'handshake', body };
    // Without its proof it is refused like any request, where callbacks use another method.
    if (!methods.includes(handshake.method)) return { kind: 'none' };
  }
  const verdict = adapter.verify(request, secret);
  return verdict.authentic
    ? { kind: 'callback', connection: verdict.connection }
    : { kind: 'none' };
}

function readHandshake(
  request: CallbackRequest,
  adapter: ProviderAdapter,
  decode: DecodeOnce,
  secret: ProviderSecret,
): string | undefined {
  const verdict = verifyToken(request, secret);
  if (!verdict.authentic) return undefined;
  const decoded = decode();
  const json = decoded?.kind === 'decoded' ? decoded.json : undefined;
  return adapter.handshake?.(request, toConnectionSecret(secret, verdict.connection), json);
}
