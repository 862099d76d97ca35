import type { CallbackRequest } from './provider-adapter.ts';
import type { ProviderSecret } from './provider-secret.ts';
import { equalsAnyOf } from './verify-token.ts';

/**
 * Whether the callback carries every static header that the owner configured, with one of its live
 * values. Without configured headers, every callback does. With a header that has no live value, none
 * does: a mistake in the secret must refuse callbacks rather than let strangers in.
 *
 * Names are compared case-insensitively, values verbatim. All of them are compared, in constant time
 * on digests of fixed length.
 */
export function carriesHeaders(
  request: CallbackRequest,
  headers: ProviderSecret['headers'] = {},
): boolean {
  let carried = true;
  for (const [name, live] of Object.entries(headers)) {
    const given = toGivenValue(request, name.toLowerCase());
    if (!equalsAnyOf(given, Array.isArray(live) ? live : [live])) carried = false;
  }
  return carried;
}

function toGivenValue({ headers }: CallbackRequest, name: string): string {
  return (Object.hasOwn(headers, name) ? headers[name] : undefined) ?? '';
}
