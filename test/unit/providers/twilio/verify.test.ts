import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { CallbackRequest } from '../../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../../shared/provider/provider-secret.ts';

const { verify } = await loadProvider('twilio');

const secret: ProviderSecret = { token: 'a-token-that-nobody-can-guess', signingKeys: ['12345'] };
const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const call = {
  CallSid: 'CA1234567890ABCDE',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
  Caller: '+14158675309',
};
const repeated: [string, string][] = [
  ['Sid', 'CA123'],
  ['SidAccount', 'AC123'],
  ['Digits', '5678'],
  ['Digits', '1234'],
  ['Digits', '1234'],
];

function signed(signature: string, over: Partial<CallbackRequest> = {}): CallbackRequest {
  return {
    method: 'POST',
    url,
    receivedAt: new Date('2026-01-02T03:04:07Z'),
    token: secret.token,
    headers: {
      'x-twilio-signature': signature,
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    },
    query: {},
    body: Buffer.from(new URLSearchParams(call).toString()),
    ...over,
  };
}

/** tests/unit/test_request_validator.py of github.com/twilio/twilio-python, read on 2026-11-28. */
const vectors = [
  ['of the URL and the form', 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', {}],
  [
    'of a field that occurs several times',
    'IK+Dwps556ElfBT0I3Rgjkr1wJU=',
    { body: Buffer.from(new URLSearchParams(repeated).toString()) },
  ],
  [
    'of a URL with another port',
    'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=',
    { url: 'http://mycompany.com:1234/myapp.php?foo=1&bar=2' },
  ],
] as const;

/** The same request, signed with and without the port of the scheme. */
const ports = [
  ['https', '', 'kvajT1Ptam85bY51eRf/AJRuM3w='],
  ['https', ':443', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
  ['http', '', '0ZXoZLH/DfblKGATFgpif+LLRf4='],
] as const;

describe("Twilio's own signatures", () => {
  it.each(vectors)('are accepted: %s', (_what, signature, over) => {
    expect(verify(signed(signature, over), secret)).toEqual({ authentic: true });
  });

  it.each(ports)(
    'are accepted over the URL with the other port: %s%s',
    (scheme, port, signature) => {
      const called = `${scheme}://mycompany.com${port}/myapp.php?foo=1&bar=2`;
      expect(verify(signed(signature, { url: called }), secret)).toEqual({ authentic: true });
    },
  );

  it('are not those of another port', () => {
    const called = 'http://mycompany.com:8080/myapp.php?foo=1&bar=2';
    expect(verify(signed('0ZXoZLH/DfblKGATFgpif+LLRf4=', { url: called }), secret)).toEqual({
      authentic: false,
    });
  });

  it('are refused at a URL with another token', () => {
    const request = signed('RSOYDt4T1cUTdK1PDd93/VVr8B8=', { token: 'another-token' });
    expect(verify(request, secret)).toEqual({ authentic: false });
  });

  it('are refused over another form', () => {
    const body = Buffer.from(new URLSearchParams({ ...call, Digits: '1235' }).toString());
    const request = signed('RSOYDt4T1cUTdK1PDd93/VVr8B8=', { body });
    expect(verify(request, secret)).toEqual({ authentic: false });
  });
});
