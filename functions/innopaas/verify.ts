import type { CallbackRequest, Verdict } from '../../shared/providers/provider.ts';
import type { ProviderSecret } from '../../shared/providers/provider-secret.ts';
import { carriesHeaders } from '../../shared/providers/verify-headers.ts';
import { verifyToken } from '../../shared/providers/verify-token.ts';

/**
 * InnoPaaS signs nothing. In its console the owner may set the headers `UserName` and
 * `Authorization`, which it then sends back verbatim: what the secret lists in `headers` must be
 * there, beside the capability token. A connection may have values of its own.
 */
export function verify(request: CallbackRequest, secret: ProviderSecret): Verdict {
  const verdict = verifyToken(request, secret);
  const own =
    verdict.authentic && verdict.connection ? toConnection(verdict.connection, secret) : undefined;
  const carried = carriesHeaders(request, own?.headers ?? secret.headers);
  return carried ? verdict : { authentic: false };
}

function toConnection(name: string, { connections = {} }: ProviderSecret) {
  return Object.hasOwn(connections, name) ? connections[name] : undefined;
}
