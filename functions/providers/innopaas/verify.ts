import { toConnectionSecret } from '../../../shared/provider/connection-secret.ts';
import type { CallbackRequest, Verdict } from '../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { carriesHeaders } from '../../../shared/provider/verify-headers.ts';
import { verifyToken } from '../../../shared/provider/verify-token.ts';

/**
 * InnoPaaS does not sign. In its console the owner may set the headers `UserName` and `Authorization`,
 * which it then sends verbatim: a callback must carry the headers that the secret lists, beside the
 * token. A connection may have its own values.
 */
export function verify(request: CallbackRequest, secret: ProviderSecret): Verdict {
  const verdict = verifyToken(request, secret);
  const connection = verdict.authentic ? verdict.connection : undefined;
  const { headers } = toConnectionSecret(secret, connection);
  return carriesHeaders(request, headers) ? verdict : { authentic: false };
}
