import type { DecodedBody, UndecodableBody } from '../../shared/provider/body-codec.ts';
import { toConnectionSecret } from '../../shared/provider/connection-secret.ts';
import type { CallbackRequest, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import { verifyToken } from '../../shared/provider/verify-callback.ts';
import type { CallbackPorts } from './ports.ts';

/** What a request proves to be. */
export type Proof =
  | {
      readonly kind: 'callback';
      readonly connection?: string | undefined;
      readonly isUnsigned?: boolean | undefined;
    }
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
 * @throws {TributaryError} `secret_unavailable`; `misconfigured` when the callback must be signed and the
 *   secret has no signing key
 */
export async function authenticate(
  request: CallbackRequest,
  adapter: ProviderAdapter,
  decode: DecodeOnce,
  { secrets, unsigned }: Pick<CallbackPorts, 'secrets' | 'unsigned'>,
): Promise<Proof> {
  const isUnsigned = (proof: Proof) => proof.kind === 'callback' && proof.isUnsigned;
  let proof = readProof(request, adapter, decode, await secrets.get());
  if (proof.kind === 'none' || (isUnsigned(proof) && unsigned.areRefused)) {
    const fresh = await secrets.refresh();
    if (fresh !== undefined) proof = readProof(request, adapter, decode, fresh);
  }
  if (isUnsigned(proof)) unsigned.accept();
  return proof;
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
    ? { kind: 'callback', connection: verdict.connection, isUnsigned: verdict.isUnsigned }
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
