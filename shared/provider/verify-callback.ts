import { toConnectionSecret } from './connection-secret.ts';
import type { CallbackRequest, ProviderAdapter, Verdict } from './provider-adapter.ts';
import { type ConnectionSecret, equalsAnyOf, type ProviderSecret } from './provider-secret.ts';
import { createSignatureCheck } from './signature.ts';
import type { SignatureScheme } from './signature-scheme.ts';

/**
 * Makes the `verify` of a provider: the token in the URL, the static headers of the secret, and the signature
 * where the provider signs. Without `signingKeys` in the secret a signature is not checked; the verdict says so.
 *
 * @param scheme how the provider signs; absent when it does not
 */
export function createVerify(scheme?: SignatureScheme): ProviderAdapter['verify'] {
  const isSigned = scheme && createSignatureCheck(scheme);
  return (request, secret) => {
    const verdict = verifyToken(request, secret);
    const expected = secretOf(verdict, secret);
    const hasHeaders = carriesHeaders(request, expected.headers);
    const { signingKeys } = expected;
    // Every proof is checked, also after a wrong one: the time does not say which was wrong.
    const hasSignature = !isSigned || !signingKeys || isSigned(request, signingKeys);
    if (!verdict.authentic || !hasHeaders || !hasSignature) return { authentic: false };
    return isSigned && !signingKeys ? { ...verdict, isUnsigned: true } : verdict;
  };
}

function secretOf(verdict: Verdict, secret: ProviderSecret): ConnectionSecret {
  return verdict.authentic && verdict.connection !== undefined
    ? toConnectionSecret(secret, verdict.connection)
    : secret;
}

/**
 * Whether the callback's path ends in a token of the provider: the current one, the
 * previous one during a rotation, or that of a named connection.
 *
 * It compares every live token: the time it takes does not depend on which token matched.
 */
export function verifyToken(
  request: Pick<CallbackRequest, 'token'>,
  secret: ProviderSecret,
): Verdict {
  const { token, previousToken, connections = {} } = secret;
  let verdict: Verdict = { authentic: equalsAnyOf(request.token, [token, previousToken]) };
  for (const [connection, tokens] of Object.entries(connections)) {
    if (equalsAnyOf(request.token, [tokens.token, tokens.previousToken]))
      verdict = { authentic: true, connection };
  }
  return verdict;
}

/**
 * Whether the callback carries every static header that the owner configured, with one of its live
 * values. Without configured headers, every callback does. With a header that has no live value, none
 * does: a mistake in the secret must refuse callbacks rather than let strangers in.
 *
 * Names are compared case-insensitively, values verbatim. All of them are compared.
 */
function carriesHeaders(
  { headers: given }: CallbackRequest,
  headers: ConnectionSecret['headers'] = {},
): boolean {
  let carried = true;
  for (const [header, live] of Object.entries(headers)) {
    const name = header.toLowerCase();
    const value = (Object.hasOwn(given, name) ? given[name] : undefined) ?? '';
    if (!equalsAnyOf(value, typeof live === 'string' ? [live] : live)) carried = false;
  }
  return carried;
}
