import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { createVerify } from '../../../shared/provider/verify-callback.ts';
import { manifest } from './manifest.ts';

const verifyAsCalled = createVerify(manifest.signature);

/**
 * The signature is over the URL as it is configured, or over the same URL with or without the port of its
 * scheme: Twilio's own libraries accept both (github.com/twilio/twilio-node, src/webhooks/webhooks.ts, read
 * on 2026-11-28).
 */
export const verify: ProviderAdapter['verify'] = (request, secret) => {
  // Both are checked in any case: the time does not say which was right.
  const verdict = verifyAsCalled(request, secret);
  const other = verifyAsCalled({ ...request, url: withOtherPort(request.url) }, secret);
  return verdict.authentic ? verdict : other;
};

const portOf: Readonly<Record<string, string>> = { https: '443', http: '80' };

/** `https://shop.example/…` is `https://shop.example:443/…`, and the other way round. */
function withOtherPort(url: string): string {
  const [, scheme = '', host = '', port, rest = ''] =
    /^(https?):\/\/([^/?:]*)(?::(\d+))?(.*)$/is.exec(url) ?? [];
  const usual = portOf[scheme.toLowerCase()];
  if (usual === undefined || (port !== undefined && port !== usual)) return url;
  return `${scheme}://${host}${port === undefined ? `:${usual}` : ''}${rest}`;
}
