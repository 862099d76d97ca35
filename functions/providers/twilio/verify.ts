import { createHash } from 'node:crypto';
import type {
  CallbackRequest,
  ProviderAdapter,
  Verdict,
} from '../../../shared/provider/provider-adapter.ts';
import { equalsAnyOf, type ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { createVerify } from '../../../shared/provider/verify-callback.ts';
import { manifest } from './manifest.ts';

const verifyForm = createVerify(manifest.signature);

const verifyUrl = createVerify({ ...manifest.signature, signed: ['url'] });

/**
 * The proof of a form is over the URL and the fields. Of JSON it is over the URL alone, in which the parameter
 * `bodySHA256` is the hash of the body (twilio.com/docs/usage/webhooks/webhooks-security, "Validate JSON
 * requests"; twilio.com/docs/api/errors/57012, read on 2026-11-28).
 */
function verifyAsCalled(request: CallbackRequest, secret: ProviderSecret): Verdict {
  const [, named] = /[?&]bodySHA256=([^&#]*)/.exec(request.url) ?? [];
  if (named === undefined) return verifyForm(request, secret);
  const verdict = verifyUrl(request, secret);
  const hash = createHash('sha256').update(request.body).digest('hex');
  // Without a signing key nothing is signed, and the token is the proof: the hash must be right all the same.
  return equalsAnyOf(named.toLowerCase(), [hash]) ? verdict : { authentic: false };
}

/**
 * The URL is signed as it is configured, or the same URL with or without the port of its scheme: Twilio's own
 * libraries accept both (github.com/twilio/twilio-node, src/webhooks/webhooks.ts, read on 2026-11-28).
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
