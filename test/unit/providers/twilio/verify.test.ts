import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { CallbackRequest } from '../../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../../shared/provider/provider-secret.ts';

const { codec, verify } = await loadProvider('twilio');

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

/** src/webhooks in the tests of github.com/twilio/twilio-node, read on 2026-11-28. */
describe('a callback with JSON', () => {
  const body = '{"property": "value", "boolean": true}';
  const hash = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';
  const json = (over: Partial<CallbackRequest> = {}) =>
    signed('a9nBmqA0ju/hNViExpshrM61xv4=', {
      url: `${url}&bodySHA256=${hash}`,
      headers: {
        'x-twilio-signature': 'a9nBmqA0ju/hNViExpshrM61xv4=',
        'content-type': 'application/json',
      },
      body: Buffer.from(body),
      ...over,
    });

  it('is accepted by the signature of its URL, which has the hash of the body', () => {
    expect(verify(json(), secret)).toEqual({ authentic: true });
  });

  it.each([
    ['another body', { body: Buffer.from('{"property": "other", "boolean": true}') }],
    ['another hash', { url: `${url}&bodySHA256=${hash.replace('0', '1')}` }],
    ['no hash', { url: `${url}&bodySHA256=` }],
    ['another URL', { url: `${url}&bar=3&bodySHA256=${hash}` }],
    ['another token', { token: 'another-token' }],
  ])('is refused with %s', (_what, over) => {
    expect(verify(json(over), secret)).toEqual({ authentic: false });
  });

  it('is refused without the hash, which is all that proves its body', () => {
    const signature = createHmac('sha1', '12345').update(url).digest('base64');
    const headers = { 'x-twilio-signature': signature, 'content-type': 'application/json' };
    expect(verify(json({ url, headers }), secret)).toEqual({ authentic: false });
  });

  it('is refused with a wrong hash also where nothing is signed', () => {
    const unsigned = { token: secret.token };
    expect(verify(json(), unsigned)).toEqual({ authentic: true, isUnsigned: true });
    expect(verify(json({ body: Buffer.from('{}') }), unsigned)).toEqual({ authentic: false });
  });

  it('is decoded, and a part of one is not', () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect(codec.decode(Buffer.from(body), headers)).toMatchObject({
      json: { property: 'value', boolean: true },
    });
    expect(codec.isCutOff(body.slice(0, -3))).toBe(true);
    expect(codec.isCutOff(body)).toBe(false);
  });
});
