import { toConnectionSecret } from '../../shared/providers/connection-secret.ts';
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
  const connection = verdict.authentic ? verdict.connection : undefined;
  const { headers } = toConnectionSecret(secret, connection);
  return carriesHeaders(request, headers) ? verdict : { authentic: false };
}
