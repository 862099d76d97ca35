import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { CallbackRequest } from '../../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../../shared/provider/provider-secret.ts';

const provider = await loadProvider('ycloud');

const token = 'a-token-that-nobody-can-guess';
const secret: ProviderSecret = { token, signingKeys: ['whsec_0123456789abcdef'] };

/** No vector is published. This one was computed with another implementation of HMAC (OpenSSL). */
const body = Buffer.from(
  '{"id":"evt_1","type":"sms.inbound.received","apiVersion":"v2","createTime":"2022-06-01T12:00:00.000Z"}',
);
const signature = 'd904c93e54abb83ea626475ccde3aed6c2c41fc94bdef168fd041fc8c03c419f';

function isAuthentic(header: string | undefined, given = secret): boolean {
  const request: CallbackRequest = {
    method: 'POST',
    url: `https://callbacks.example/ycloud/${token}`,
    receivedAt: new Date('2026-01-02T03:04:07Z'),
    token,
    headers: { 'ycloud-signature': header },
    query: {},
    body,
  };
  return provider.verify(request, given).authentic;
}

describe('a callback of YCloud', () => {
  it('is authentic when its time and its body are signed with the whole secret', () => {
    expect(isAuthentic(`t=1762224357,s=${signature}`)).toBe(true);
  });

  it.each([
    ['without a signature', undefined],
    ['with another time', `t=1762224358,s=${signature}`],
    ['without a time', `s=${signature}`],
    ['with the signature of another body', `t=1762224357,s=${signature.replace('d', 'e')}`],
    ['with the header of public code that no page has', `sha256=${signature}`],
  ])('is refused %s', (_, header) => {
    expect(isAuthentic(header)).toBe(false);
  });

  it('is refused when the key lacks the beginning of the secret', () => {
    const given = { token, signingKeys: ['0123456789abcdef'] };
    expect(isAuthentic(`t=1762224357,s=${signature}`, given)).toBe(false);
  });
});
