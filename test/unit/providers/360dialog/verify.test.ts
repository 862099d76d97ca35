import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { CallbackRequest } from '../../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../../shared/provider/provider-secret.ts';

const provider = await loadProvider('360dialog');

const token = 'a-token-that-nobody-can-guess';
const secret: ProviderSecret = { token, signingKeys: ['platform-secret'] };

/** No vector is published. This one was computed with another implementation of HMAC (OpenSSL). */
const body = Buffer.from('{"object":"whatsapp_business_account","entry":[]}');
const signature = 'ae0f18038ec6d203940dd50874c4fdeaa420d76fa35a790b87d9481441897e6b';

function post(headers: CallbackRequest['headers']): CallbackRequest {
  return {
    method: 'POST',
    url: `https://callbacks.example/360dialog/${token}`,
    receivedAt: new Date('2026-01-02T03:04:07Z'),
    token,
    headers,
    query: {},
    body,
  };
}

const isAuthentic = (headers: CallbackRequest['headers'], given = secret) =>
  provider.verify(post(headers), given).authentic;

describe('a callback of 360dialog', () => {
  it.each([
    ['hex, as most receivers in public code expect', signature],
    ["hex with Meta's prefix, as one of them expects", `sha256=${signature}`],
  ])('is authentic when it is signed in %s', (_, header) => {
    expect(isAuthentic({ 'x-360dialog-signature': header })).toBe(true);
  });

  it.each([
    ['without a signature', {}],
    ['with that of another body', { 'x-360dialog-signature': signature.replace('a', 'b') }],
    ["with its signature in Meta's header", { 'x-hub-signature-256': `sha256=${signature}` }],
  ])('is refused %s', (_, headers) => {
    expect(isAuthentic(headers)).toBe(false);
  });

  it('of a number without a partner is authentic by its token and the header that was set', () => {
    const given = { token, headers: { authorization: 'Basic c2hvcDpleGFtcGxl' } };
    expect(isAuthentic(given.headers, given)).toBe(true);
    expect(isAuthentic({}, given)).toBe(false);
  });
});
